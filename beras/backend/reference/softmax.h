// Softmax as plain loops with sums in double: the truth that faster kernels are held against.
#pragma once

#include <beras/backend/softmax.h>

namespace beras::backend::reference {

class Softmax : public SoftmaxKernels {
 public:
  void forward(SoftmaxKind kind, const Tensor& x, Tensor& y) const override;
  void gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy, Tensor& dx) const override;
};

}  // namespace beras::backend::reference
