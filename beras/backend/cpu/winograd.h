// Winograd's convolution: 16 multiplications for 2x2 pixels of the output where the definition
// takes 36.
#pragma once

#include <beras/backend/conv.h>
#include <beras/backend/cpu/onednn.h>

namespace beras::backend::cpu {

/// True if that result is computed sooner so: of float32 in one group, windows of 3x3 that move by
/// one pixel, and enough channels, filters and pixels to earn back the transforms.
bool suits_winograd(const ConvShape& shape, onednn::ConvResult result, DType dtype);

// ConvKernels for what suits. What is rounded are sums of channels, as ever, and the few additions
// of the transforms: results are within 2e-6 of the largest. An infinite pixel makes NaN of all 2x2
// pixels of a tile, where the definition makes infinite those that see it.

void convolve_winograd(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                       const Tensor& bias, Epilogue epilogue, Tensor& y);
void input_gradient_winograd(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                             Tensor& dx);
void kernel_gradient_winograd(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                              Tensor& dkernel);

}  // namespace beras::backend::cpu
