// The base of activations with arguments.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::activations {

/// A function from a tensor to one of the same shape, with arguments that configurations keep.
///
/// ```cpp
/// struct Cube : activations::Activation {
///   Tensor operator()(const Tensor& x) const override { return x * x * x; }
/// };
/// ```
///
/// Its gradient is that of the operators that it is written with. A plain function does as well,
/// and has no configuration.
class BERAS_API Activation {
 public:
  virtual ~Activation() = default;
  virtual Tensor operator()(const Tensor& x) const = 0;

 protected:
  Activation() = default;
  Activation(const Activation&) = default;
  Activation& operator=(const Activation&) = default;
};

}  // namespace beras::activations
