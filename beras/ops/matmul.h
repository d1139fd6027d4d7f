// Products of matrices.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// NumPy's matmul: a (..., m, k) @ b (..., k, n) gives (..., m, n).
///
/// Leading axes broadcast. A vector on the left is a row and one on the right a column, and its
/// axis vanishes from the result. The dtype is that of `promote`, but two int8 give int32, as in
/// Keras. Transposed views are multiplied without a copy. ShapeError for rank 0, and where the
/// inner axes differ.
BERAS_API Tensor matmul(const Tensor& a, const Tensor& b);

}  // namespace beras::ops
