// Convolutions in which each channel has filters of its own.
#pragma once

#include <beras/base/export.h>
#include <beras/ops/conv.h>

namespace beras::ops {

/// x (batch, cells..., channels), kernel (size..., channels, filters) gives (batch, cells'...,
/// channels * filters): channel c filters + f of the result is filter f of channel c. The options
/// are those of `conv`.
BERAS_API Tensor depthwise_conv(const Tensor& x, const Tensor& kernel,
                                const ConvOptions& options = {});

/// depthwise_conv, and then a convolution of the channels of each cell: pointwise_kernel (1...,
/// channels * filters, filters').
BERAS_API Tensor separable_conv(const Tensor& x, const Tensor& depthwise_kernel,
                                const Tensor& pointwise_kernel, const ConvOptions& options = {});

}  // namespace beras::ops
