// Tensors in configurations, as Keras writes them. Private to the library.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <beras/base/export.h>
#include <beras/core/config_value.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// What JSON has no word for: {"class_name": "__slice__", "config": ...}.
BERAS_API Config special(std::string_view name, Config inner);
/// What stands under "config" where a configuration is such a thing of that name; else null.
BERAS_API const Config* inside(const Config& config, std::string_view name);

/// A tensor with values: {"class_name": "__numpy__", "config": {"value": [...], "dtype": ...}}.
/// Null for an undefined one.
BERAS_API Config config_of_values(const Tensor& tensor);

/// What comes from whom in a graph: the output `position` of the call `node` of `producer`.
struct BERAS_API KerasHistory {
  std::string producer;
  std::size_t node = 0;
  std::size_t position = 0;

  /// ["producer", 0, 0]; ValueError where this is none.
  static KerasHistory read(const Config& config);
  Config written() const;
};

/// A symbolic tensor: {"class_name": "__keras_tensor__", "config": {"shape": ..., "dtype": ...,
/// "keras_history": [...]}}.
BERAS_API Config config_of_symbol(const Tensor& tensor, const KerasHistory& history);
/// What is written of a symbolic tensor that the configuration is; null where it is none.
BERAS_API const Config* history_in(const Config& config);

/// Finds the symbolic tensors that a configuration tells of.
using FindSymbol = std::function<Tensor(const KerasHistory& history)>;

/// The tensor that a configuration is: symbolic, with values, or a number or lists of these; an
/// undefined one for null. ValueError for what is none.
BERAS_API Tensor tensor_from(const Config& config, const FindSymbol& find,
                             const ConfigPlace& place);

}  // namespace beras
