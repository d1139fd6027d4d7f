// Softmax and its logarithm along an axis.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Stable for any finite x; -inf gives probability 0, a row of -inf alone NaN. Integers and bools
// give float32; the 16-bit floats are computed in float32. ShapeError for rank 0, IndexError for an
// axis that is not there.

/// y = exp(x) / sum(exp(x)) along the axis; dx = y (dy - sum(y dy)).
BERAS_API Tensor softmax(const Tensor& x, std::int64_t axis = -1);
/// y = x - log(sum(exp(x))) along the axis; dx = dy - exp(y) sum(dy).
BERAS_API Tensor log_softmax(const Tensor& x, std::int64_t axis = -1);

// The same over several axes together: what sums to 1 are all elements along them.
BERAS_API Tensor softmax(const Tensor& x, const Axes& axes);
BERAS_API Tensor log_softmax(const Tensor& x, const Axes& axes);

}  // namespace beras::ops
