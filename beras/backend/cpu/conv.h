// Convolutions through oneDNN, cut into pieces of the batch.
#pragma once

#include <beras/backend/reference/conv.h>

namespace beras::backend::cpu {

class Conv : public reference::Conv {
 public:
  void forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel, const Tensor& bias,
               Epilogue epilogue, Tensor& y) const override;
  void input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                      Tensor& dx) const override;
  void kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                       Tensor& dkernel) const override;
};

}  // namespace beras::backend::cpu
