// Pooling over one, two or three spatial axes.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/ops/window.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

struct PoolOptions {
  /// The pool size if left out.
  std::optional<Sizes> strides = std::nullopt;
  /// "valid" or "same", see sliding_window.
  std::string padding = "valid";
  /// "channels_last", or "channels_first": images (batch, channels, cells...) in and out.
  std::string data_format = "channels_last";
  /// Who speaks in errors; the function's name if left out.
  std::string who = {};
};

/// The maximum of each window, NaN if it holds one: x (batch, cells..., channels) gives (batch,
/// cells'..., channels).
///
/// The gradient goes to the first of several equal maxima. ShapeError for other ranks than 3, 4 and
/// 5 and where no window fits.
BERAS_API Tensor max_pool(const Tensor& x, const Sizes& pool_size, const PoolOptions& options = {});

/// The mean of each window over the cells that lie inside the image, in the same shape; integers
/// are averaged in float32.
BERAS_API Tensor average_pool(const Tensor& x, const Sizes& pool_size,
                              const PoolOptions& options = {});

}  // namespace beras::ops
