// Convolution over one, two or three spatial axes.
#pragma once

#include <string>

#include <beras/base/export.h>
#include <beras/ops/linear.h>
#include <beras/ops/window.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

struct ConvOptions {
  Sizes strides = 1;
  /// "valid" or "same", see sliding_window.
  std::string padding = "valid";
  /// "channels_last", or "channels_first": images (batch, channels, cells...) in and out.
  std::string data_format = "channels_last";
  Sizes dilation_rate = 1;
  /// One number for each filter, added in the same pass; none if undefined.
  Tensor bias = {};
  /// Done last, in the same pass.
  Epilogue epilogue = Epilogue::none;
  /// Who speaks in errors.
  std::string who = "conv";
};

/// Cross-correlation: x (batch, cells..., channels), kernel (size..., channels / groups, filters)
/// gives (batch, cells'..., filters).
///
/// y[n, o, f] = epilogue(bias[f] + sum over taps t and channels c of x[n, o stride - padding + t
/// dilation, c] kernel[t, c, f]), where cells outside the image are 0. The number of groups follows
/// from the shapes; filters [g F / G, (g + 1) F / G) see the channels of group g alone. ShapeError
/// where the shapes do not fit, ValueError for bad options.
///
/// Windows of 3x3 that move by one pixel over many channels are computed as Winograd does it, where
/// that is faster: in float32, to 2e-6 of the largest result. An infinite pixel may then make its
/// neighbours NaN.
BERAS_API Tensor conv(const Tensor& x, const Tensor& kernel, const ConvOptions& options = {});

}  // namespace beras::ops
