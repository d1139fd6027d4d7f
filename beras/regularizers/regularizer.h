// The base of regularizers.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::regularizers {

/// What a tensor adds to the loss: a number that grows as the tensor leaves what is wanted of it.
///
/// ```cpp
/// struct Largest : regularizers::Regularizer {
///   Tensor operator()(const Tensor& x) const override { return ops::max(ops::abs(x)); }
/// };
/// ```
///
/// Where the gradient is to flow, it is written with operators. A plain function does as well.
class BERAS_API Regularizer {
 public:
  virtual ~Regularizer() = default;
  virtual Tensor operator()(const Tensor& x) const = 0;

 protected:
  Regularizer() = default;
  Regularizer(const Regularizer&) = default;
  Regularizer& operator=(const Regularizer&) = default;
};

}  // namespace beras::regularizers
