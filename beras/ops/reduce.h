// One number of many: sums, means, extremes and their positions, along any axes (all by default).
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// `keepdims` keeps the reduced axes with length 1. Results do not depend on the number of threads.
// All sums and counts, those of gradients included, are formed in float32 at least.

/// Floats are added in float64. int8, uint8 and bool give int32, or int64 for so many elements that
/// int32 might overflow; other integers stay and wrap around.
BERAS_API Tensor sum(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// int8, uint8 and bool give int32, in which products wrap around; the gradient is exact where
/// factors are 0.
BERAS_API Tensor prod(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// Integers and bools give float32; NaN of no elements.
BERAS_API Tensor mean(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// The mean of (x - mean(x))^2, without Bessel's correction.
BERAS_API Tensor var(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// sqrt(var(x)); the gradient is 0 where all elements are equal, as PyTorch has it.
BERAS_API Tensor std(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// NaN if any element is; equal extremes share the gradient. ValueError for no elements.
BERAS_API Tensor max(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
BERAS_API Tensor min(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// The extreme of the elements, which may be none, and of `initial` in the dtype of `x`.
BERAS_API Tensor max(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial);
BERAS_API Tensor min(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial);
/// log(sum(exp(x))) without overflow.
BERAS_API Tensor logsumexp(const Tensor& x, const Axes& axes = {}, bool keepdims = false);

// Bools: whatever is not 0 is true.
BERAS_API Tensor any(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
BERAS_API Tensor all(const Tensor& x, const Axes& axes = {}, bool keepdims = false);

// int32, or int64 where there are more than 2^31 elements
BERAS_API Tensor count_nonzero(const Tensor& x, const Axes& axes = {}, bool keepdims = false);
/// The position of the first extreme (or NaN) along one axis, or in row-major order if none is
/// given. ValueError for no elements.
BERAS_API Tensor argmax(const Tensor& x, std::optional<std::int64_t> axis = std::nullopt,
                        bool keepdims = false);
BERAS_API Tensor argmin(const Tensor& x, std::optional<std::int64_t> axis = std::nullopt,
                        bool keepdims = false);

}  // namespace beras::ops
