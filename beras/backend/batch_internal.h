// Batches of matrices: a tensor's last two axes are a matrix, all before them count the matrices.
#pragma once

#include <cstddef>
#include <cstdint>

#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The number of matrices; `batch` has at least two axes, and matrices of at least one element.
inline std::int64_t matrix_count(const Tensor& batch) {
  return batch.size() / (batch.dim(-2) * batch.dim(-1));
}

/// The distance in elements from the first matrix to that number `index`, in row-major order.
inline std::int64_t matrix_offset(const Tensor& batch, std::int64_t index) {
  std::int64_t offset = 0;
  for (std::size_t axis = batch.rank() - 2; axis-- > 0;) {
    offset += index % batch.shape()[axis] * batch.strides()[axis];
    index /= batch.shape()[axis];
  }
  return offset;
}

}  // namespace beras::backend
