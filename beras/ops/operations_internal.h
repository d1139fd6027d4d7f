// Operators in the configurations of graphs: what Keras writes of them, and the operators again.
// Private to the library.
#pragma once

#include <beras/base/export.h>
#include <beras/core/operation.h>
#include <beras/core/tensor_config_internal.h>

namespace beras::ops {

/// True for what tells of an operator and not of a layer of the same name: by its module, as Keras
/// has it now (`keras.src.ops.numpy`) or had it (`keras.ops`).
BERAS_API bool is_operation(const Config& entry);

/// The same where the operator is one of the engine's.
BERAS_API bool is_known_operation(const Config& entry);

/// What configurations have of an operation: its class with its configuration, and what it was
/// called with, {"args": [...], "kwargs": {...}}.
struct WrittenOperation {
  Config entry;
  Config node;
};

/// `arguments` are what its call's writer gives: the list of what its function takes, or all that
/// `entry` and `node` have. ValueError that names an operation that Keras has not, and one whose
/// arguments stand in no configuration.
BERAS_API WrittenOperation written(const Operation& operation, const Config& arguments);

/// Notes the call that was written, by the operation's name. ValueError for one that is not known,
/// and for arguments that it does not take.
BERAS_API Tensors noted(const Config& entry, const Config& node, const FindSymbol& find);

}  // namespace beras::ops
