// The record of one call: all that a gradient can ask of it later.
#pragma once

#include <cstdint>
#include <memory>

#include <beras/base/export.h>
#include <beras/base/small_vector.h>
#include <beras/core/arguments.h>
#include <beras/tensor/tensor.h>

namespace beras {

class Diffable;

/// Finds a Diffable again after it was moved, and knows when it is gone.
struct Anchor {
  const Diffable* diffable = nullptr;
};

/// One call of one Diffable. It is complete once the call has returned, and never changes after.
struct BERAS_API Call {
  Arguments arguments = Tensors();
  Tensors outputs;
  /// The weights that the rule reads besides its arguments.
  Tensors weights;
  /// What `forward` put aside for the gradient.
  Tensors saved;

  /// Who was called; TapeError if it does not exist any more.
  const Diffable& diffable() const;
  const Tensors& inputs() const { return arguments.inputs(); }
  /// Notes the versions of all tensors the gradient relies on.
  void seal();
  /// TapeError naming the tensor if one was changed in place since `seal`.
  void check_unchanged() const;

  std::shared_ptr<const Diffable> owner;
  std::shared_ptr<const Anchor> anchor;
  SmallVector<std::uint64_t, 6> versions;
};

}  // namespace beras
