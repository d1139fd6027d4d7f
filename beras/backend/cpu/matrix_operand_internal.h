// A factor of a matrix product, as oneDNN can read it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <beras/backend/batch_internal.h>
#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/products_internal.h>

namespace beras::backend::cpu {

/// Matrices that oneDNN can read as they lie, the tensor's own or a copy.
class MatrixOperand {
 public:
  explicit MatrixOperand(const Tensor& tensor) : tensor_(tensor) {
    if (find_strides()) return;
    tensor_ = copy_as(tensor, tensor.dtype());
    find_strides();
  }

  const onednn::MatrixStrides& strides() const { return strides_; }
  /// Element (row, column) of matrix number `matrix`.
  const std::byte* at(std::int64_t matrix, std::int64_t row, std::int64_t column) const {
    const std::int64_t offset =
        matrix_offset(tensor_, matrix) + row * strides_.row + column * strides_.column;
    return static_cast<const std::byte*>(tensor_.raw()) + offset * item_size(tensor_.dtype());
  }
  /// True if all matrices are the same memory.
  bool is_single() const {
    for (std::size_t axis = 0; axis + 2 < tensor_.rank(); ++axis) {
      if (tensor_.shape()[axis] != 1 && tensor_.strides()[axis] != 0) return false;
    }
    return true;
  }
  /// True if the rows of all matrices together are the rows of one tall matrix.
  bool is_tall() const {
    std::int64_t next = strides_.row * tensor_.dim(-2);
    for (std::size_t axis = tensor_.rank() - 2; axis-- > 0;) {
      if (tensor_.shape()[axis] == 1) continue;
      if (tensor_.strides()[axis] != next) return false;
      next *= tensor_.shape()[axis];
    }
    return true;
  }

 private:
  /// One stride must be 1 and rows (or columns) must not overlap; that of an axis of length 1 does
  /// not matter.
  bool find_strides() {
    const std::int64_t rows = tensor_.dim(-2);
    const std::int64_t columns = tensor_.dim(-1);
    const std::size_t rank = tensor_.rank();
    strides_ = {tensor_.strides()[rank - 2], tensor_.strides()[rank - 1]};
    if (columns == 1) strides_.column = 1;
    if (rows == 1) strides_.row = strides_.column == 1 ? columns : 1;
    return (strides_.column == 1 && strides_.row >= columns) ||
           (strides_.row == 1 && strides_.column >= rows);
  }

  Tensor tensor_;
  onednn::MatrixStrides strides_;
};

}  // namespace beras::backend::cpu
