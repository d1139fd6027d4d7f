// Matrix products in float64, which oneDNN does not have.
#pragma once

#include <cstdint>

#include <beras/backend/cpu/onednn.h>

namespace beras::backend::cpu {

/// c (rows, columns) = a (rows, inner) @ b (inner, columns) + bias (columns): any strides for a and
/// b, row-major c, no bias if it is null. Every sum is taken in one go, so the bits do not depend
/// on the number of threads.
void double_gemm(std::int64_t rows, std::int64_t columns, std::int64_t inner, const double* a,
                 onednn::MatrixStrides a_strides, const double* b, onednn::MatrixStrides b_strides,
                 const double* bias, double* c);

}  // namespace beras::backend::cpu
