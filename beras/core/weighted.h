// Whatever has weights.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Something with weights that can be trained or frozen.
class BERAS_API Weighted {
 public:
  virtual ~Weighted() = default;

  /// All weights, in the order in which they are stored and updated.
  virtual Tensors weights() const = 0;
  Tensors trainable_variables() const;
  Tensors non_trainable_variables() const;

  /// True if any weight is trainable.
  bool trainable() const;
  /// False freezes all weights; true gives back exactly those that were trainable before.
  virtual void trainable(bool value);

 protected:
  Weighted() = default;
  Weighted(const Weighted&) = default;
  Weighted(Weighted&&) = default;
  Weighted& operator=(const Weighted&) = default;
  Weighted& operator=(Weighted&&) = default;

  /// What trainable(false) switched off, for trainable(true) to switch on again.
  virtual Tensors& frozen_weights() { return frozen_weights_; }

 private:
  Tensors frozen_weights_;
};

}  // namespace beras
