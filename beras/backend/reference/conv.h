// Convolutions by their definition.
#pragma once

#include <beras/backend/conv.h>

namespace beras::backend::reference {

class Conv : public ConvKernels {
 public:
  void forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel, const Tensor& bias,
               Epilogue epilogue, Tensor& y) const override;
  void input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                      Tensor& dx) const override;
  void kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                       Tensor& dkernel) const override;
};

}  // namespace beras::backend::reference
