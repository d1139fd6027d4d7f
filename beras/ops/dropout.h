// Dropout: zeros at random, so that no unit can rely on another.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/ops/random.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// Each element is 0 with probability `rate` (to 16 bits), else x / (1 - rate), so that the mean
/// stays.
///
/// With a `noise_shape` that broadcasts to the shape of `x`, the elements along its axes of length
/// 1 share their fate. The rule is the same function with the same key: no mask is kept. ValueError
/// for rates outside [0, 1], DTypeError for dtypes that are not floating. Source: Srivastava et
/// al., 2014.
BERAS_API Tensor dropout(const Tensor& x, double rate,
                         const std::optional<Shape>& noise_shape = std::nullopt,
                         random::Seed seed = {});

}  // namespace beras::ops
