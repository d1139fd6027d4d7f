#include <beras/backend/cpu/matmul.h>

#include <algorithm>
#include <cstddef>

#include <beras/backend/batch_internal.h>
#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/products_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

using onednn::Gemm;
using onednn::MatrixStrides;

/// How a result is cut into tiles: by its shape alone, and no sum is cut.
struct Tiling {
  std::int64_t tile_rows;
  std::int64_t tile_columns;
  std::int64_t across;
  std::int64_t count;

  Tiling(std::int64_t rows, std::int64_t columns, std::int64_t inner)
      : tile_rows(std::min<std::int64_t>(rows, 128)),
        tile_columns(std::min<std::int64_t>(columns, 512)) {
    constexpr std::int64_t enough_tiles = 8;
    constexpr std::int64_t smallest_side = 16;
    while (true) {
      across = divide_up(columns, tile_columns);
      count = divide_up(rows, tile_rows) * across;
      std::int64_t& longer = tile_rows >= tile_columns ? tile_rows : tile_columns;
      if (count >= enough_tiles || longer <= smallest_side ||
          tile_rows * tile_columns * inner < 2 * piece_work) {
        return;
      }
      longer = divide_up(longer, 2 * smallest_side) * smallest_side;
    }
  }
};

/// One operand: matrices that oneDNN can read as they lie, the tensor's own or a copy.
class Operand {
 public:
  explicit Operand(const Tensor& tensor) : tensor_(tensor) {
    if (find_strides()) return;
    tensor_ = copy_as(tensor, tensor.dtype());
    find_strides();
  }

  const MatrixStrides& strides() const { return strides_; }
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
  MatrixStrides strides_;
};

}  // namespace

void Matmul::matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
                    Tensor& out) const {
  const DType dtype = out.dtype();
  if (must_widen(dtype)) {
    Tensor wide = Tensor::empty(out.shape(), DType::float32);
    matmul(copy_as(a, DType::float32), copy_as(b, DType::float32), copy_as(bias, DType::float32),
           epilogue, wide);
    return copy_elements(wide, out);
  }
  if (!onednn::supports(dtype) || out.size() == 0 || a.dim(-1) == 0) {
    return reference::Matmul::matmul(a, b, bias, epilogue, out);
  }
  const Operand left(a);
  const Operand right(b);
  const Tensor biases = bias.defined() && !bias.is_contiguous() ? copy_as(bias, dtype) : bias;
  const bool is_one_product = right.is_single() && left.is_tall();
  const std::int64_t batch = is_one_product ? 1 : matrix_count(out);
  const std::int64_t columns = out.dim(-1);
  const std::int64_t rows = out.size() / (batch * columns);
  const std::int64_t inner = a.dim(-1);
  const Tiling tiling(rows, columns, inner);
  const auto element = [item = item_size(dtype)](const Tensor& tensor, std::int64_t position) {
    return static_cast<std::byte*>(tensor.raw()) + position * item;
  };

  const auto multiply_tile = [&](std::int64_t number) {
    const std::int64_t matrix = number / tiling.count;
    const std::int64_t row = number % tiling.count / tiling.across * tiling.tile_rows;
    const std::int64_t column = number % tiling.count % tiling.across * tiling.tile_columns;
    const Gemm gemm{.dtype = dtype,
                    .rows = std::min(tiling.tile_rows, rows - row),
                    .columns = std::min(tiling.tile_columns, columns - column),
                    .inner = inner,
                    .a = left.strides(),
                    .b = right.strides(),
                    .c_row_stride = columns};
    std::byte* result = element(out, (matrix * rows + row) * columns + column);
    onednn::run(gemm, left.at(matrix, row, 0), right.at(matrix, 0, column),
                biases.defined() ? element(biases, column) : nullptr, result);
    for (std::int64_t i = 0; i < gemm.rows; ++i) {
      apply(epilogue, dtype, result + i * columns * item_size(dtype), gemm.columns);
    }
  };
  const std::int64_t tile_work = tiling.tile_rows * tiling.tile_columns * inner;
  parallel_for(batch * tiling.count, std::max<std::int64_t>(1, piece_work / tile_work),
               [&](std::int64_t begin, std::int64_t end) {
                 for (std::int64_t number = begin; number < end; ++number) multiply_tile(number);
               });
}

}  // namespace beras::backend::cpu
