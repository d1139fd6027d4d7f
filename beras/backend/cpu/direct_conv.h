// Convolution that reads images and kernel as they lie: for few pixels, which do not earn back what
// it takes to bring a kernel into oneDNN's layout, and for a single channel, which leaves most of
// that layout empty.
#pragma once

#include <beras/backend/conv.h>

namespace beras::backend::cpu {

/// True for float32 in one group, and few pixels of the output or a single channel.
bool suits_direct(const ConvShape& shape, DType dtype);

/// ConvKernels::forward for what suits.
void convolve_direct(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                     const Tensor& bias, Epilogue epilogue, Tensor& y);

}  // namespace beras::backend::cpu
