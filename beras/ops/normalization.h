// Normalisation: values with mean 0 and variance 1, scaled and shifted by what is learnt.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Everything is computed in float32 at least, and given back in the dtype of `x` (float32 for
// integers). Variances are biased. What scales (gamma) and what shifts (beta) may be left
// undefined.

struct Moments {
  Tensor mean;
  Tensor variance;
};
/// The mean and the variance of `x` over these axes, all by default.
BERAS_API Moments moments(const Tensor& x, const Axes& axes = {}, bool keepdims = false);

/// gamma (x - mean) / sqrt(variance + epsilon) + beta, with the moments over `axes` of each sample;
/// gamma and beta have the shape of those axes, in their order in `x`; the epsilon is
/// `beras::epsilon()` unless given. ShapeError for other shapes. Source: Ba et al., 2016.
BERAS_API Tensor layer_normalization(const Tensor& x, const Tensor& gamma = {},
                                     const Tensor& beta = {}, const Axes& axes = -1,
                                     std::optional<double> epsilon = std::nullopt);

/// scale (x - mean) / sqrt(variance + epsilon) + offset, with given moments for each place along
/// the axis, all of shape (length of axis,). ShapeError for other shapes. Source: Ioffe & Szegedy,
/// 2015.
BERAS_API Tensor batch_normalization(const Tensor& x, const Tensor& mean, const Tensor& variance,
                                     std::int64_t axis = -1, const Tensor& offset = {},
                                     const Tensor& scale = {}, double epsilon = 1e-3);

struct BatchNormalized {
  Tensor y;
  Tensor mean;
  Tensor variance;
};
/// The same with the moments of `x` itself over all other axes, through which gradients flow, and
/// these moments in float32 or float64. ShapeError for an empty `x`.
BERAS_API BatchNormalized batch_norm_training(const Tensor& x, const Tensor& gamma = {},
                                              const Tensor& beta = {}, std::int64_t axis = -1,
                                              double epsilon = 1e-3);

}  // namespace beras::ops
