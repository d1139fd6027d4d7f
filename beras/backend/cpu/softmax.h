// Softmax with vectors and threads for float32; float64 is left to the reference.
#pragma once

#include <beras/backend/reference/softmax.h>

namespace beras::backend::cpu {

class Softmax : public reference::Softmax {
 public:
  void forward(SoftmaxKind kind, const Tensor& x, Tensor& y) const override;
  void gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy, Tensor& dx) const override;
};

}  // namespace beras::backend::cpu
