// Singular values, for the norms of matrices that are made of them. Private to ops.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x (..., m, n), of floats, gives (..., min(m, n)), in no order; NaN for a matrix that is not
/// finite. The gradient is the sum of dy_i u_i v_i^T, without those values that are 0 to rounding,
/// whose vectors are arbitrary. It is not differentiable itself: ValueError.
BERAS_API Tensor singular_values(const Tensor& x);

}  // namespace beras::ops
