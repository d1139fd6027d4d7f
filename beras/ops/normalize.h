// Values divided by how large they are together.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/shape.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Both are computed in float32 at least. Halves are given back as halves; integers give float32.
// The epsilon is `beras::epsilon()` unless given.

/// x / max(norm(x), epsilon), with the norm of that order along the axes. ValueError for an order
/// below 1.
BERAS_API Tensor normalize(const Tensor& x, const Axes& axes = -1, std::int64_t order = 2,
                           std::optional<double> epsilon = std::nullopt);

/// x / sqrt(mean(x^2) + epsilon) along the axes, times `scale`, which may be left undefined.
/// Source: Zhang & Sennrich, 2019.
BERAS_API Tensor rms_normalization(const Tensor& x, const Tensor& scale = {}, const Axes& axes = -1,
                                   std::optional<double> epsilon = std::nullopt);

}  // namespace beras::ops
