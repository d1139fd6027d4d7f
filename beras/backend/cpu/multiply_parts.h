// A product of few rows by a large matrix, cut along the sums.
#pragma once

#include <cstdint>

#include <beras/backend/cpu/matrix_operand_internal.h>
#include <beras/backend/matmul.h>

namespace beras::backend::cpu {

/// True for a product of float32, small enough for a few threads, by a matrix that is larger than
/// the results of all parts.
bool suits_parts(std::int64_t rows, std::int64_t columns, std::int64_t inner, DType dtype);

/// out (rows, columns) = epilogue(left (rows, inner) @ right (inner, columns) + bias). Each part
/// multiplies some rows of `right`, and the parts are added in their order.
///
/// The gradient of such a matrix, and a step of an optimizer, are cut by its rows as well: so each
/// row stays in the cache of one core.
void multiply_parts(std::int64_t inner, const MatrixOperand& left, const MatrixOperand& right,
                    const Tensor& bias, Epilogue epilogue, Tensor& out);

}  // namespace beras::backend::cpu
