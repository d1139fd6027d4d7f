#include <beras/backend/cpu/matmul.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include <beras/backend/batch_internal.h>
#include <beras/backend/cpu/double_gemm.h>
#include <beras/backend/cpu/matrix_operand_internal.h>
#include <beras/backend/cpu/multiply_parts.h>
#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/products_internal.h>
#include <beras/backend/cpu/row_product.h>
#include <beras/backend/cpu/working_memory.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

using onednn::Gemm;

/// How the results of a batch are cut into tiles: by their shape alone, and no sum is cut.
class Tiling {
 public:
  std::int64_t tile_rows;
  std::int64_t tile_columns;

  /// `packs_b`: every tile copies its columns of b, as it is transposed or bfloat16, so cutting
  /// columns is the cheaper cut.
  Tiling(std::int64_t batch, std::int64_t rows, std::int64_t columns, std::int64_t inner,
         bool packs_b)
      : tile_rows(even_part(rows, 256, 8)),
        tile_columns(even_part(columns, 512, 32)),
        batch_(batch),
        rows_(rows),
        columns_(columns),
        inner_(inner) {
    if (packs_b) cut(tile_columns, 128);
    cut(tile_rows, 32);
    cut(tile_columns, 128);
    if (pieces() < 4 && is_worth_cutting()) tile_columns = std::min<std::int64_t>(tile_columns, 32);
  }

  std::int64_t across() const { return divide_up(columns_, tile_columns); }
  /// The tiles of one matrix.
  std::int64_t count() const { return divide_up(rows_, tile_rows) * across(); }
  /// The multiply-adds of a tile.
  std::int64_t work() const { return tile_rows * tile_columns * inner_; }

 private:
  std::int64_t pieces() const { return batch_ * count(); }
  /// The length of equal parts of `length`, of at most `most`, but for what is left at the end.
  static std::int64_t even_part(std::int64_t length, std::int64_t most, std::int64_t multiple) {
    const std::int64_t part = divide_up(length, divide_up(length, most));
    return std::min(length, divide_up(part, multiple) * multiple);
  }
  bool is_worth_cutting() const { return work() >= 2 * piece_work; }
  void cut(std::int64_t& side, std::int64_t smallest) {
    while (pieces() < 8 && side > smallest && is_worth_cutting()) {
      side = std::max(smallest, divide_up(side, 64) * 32);
    }
  }

  std::int64_t batch_, rows_, columns_, inner_;
};

/// One row of floats, by a matrix whose rows lie straight.
bool is_row_product(const Gemm& gemm) {
  return gemm.dtype == DType::float32 && gemm.rows == 1 && gemm.a.column == 1 && gemm.b.column == 1;
}

const float* floats(const std::byte* data) { return reinterpret_cast<const float*>(data); }

/// A product that is not empty, of a dtype with fast kernels.
void multiply(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
              Tensor& out) {
  const DType dtype = out.dtype();
  const MatrixOperand left(a);
  const MatrixOperand right(b);
  const Tensor biases = bias.defined() && !bias.is_contiguous() ? copy_as(bias, dtype) : bias;
  const bool is_one_product = right.is_single() && left.is_tall();
  const std::int64_t batch = is_one_product ? 1 : matrix_count(out);
  const std::int64_t columns = out.dim(-1);
  const std::int64_t rows = out.size() / (batch * columns);
  const std::int64_t inner = a.dim(-1);
  if (dtype == DType::float64) {
    const auto doubles = [](const void* data) { return static_cast<const double*>(data); };
    const std::int64_t grain = std::max<std::int64_t>(1, piece_work / (rows * columns * inner));
    return parallel_for(batch, grain, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t matrix = begin; matrix < end; ++matrix) {
        auto* result = static_cast<double*>(out.raw()) + matrix * rows * columns;
        double_gemm(rows, columns, inner, doubles(left.at(matrix, 0, 0)), left.strides(),
                    doubles(right.at(matrix, 0, 0)), right.strides(),
                    biases.defined() ? doubles(biases.raw()) : nullptr, result);
        apply(epilogue, dtype, result, rows * columns);
      }
    });
  }

  if (batch == 1 && suits_parts(rows, columns, inner, dtype)) {
    return multiply_parts(inner, left, right, biases, epilogue, out);
  }
  const bool packs_b = right.strides().column != 1 || dtype == DType::bfloat16;
  const Tiling tiling(batch, rows, columns, inner, packs_b);
  const auto element = [item = item_size(dtype)](const Tensor& tensor, std::int64_t position) {
    return static_cast<std::byte*>(tensor.raw()) + position * item;
  };

  const Gemm whole_tile{.dtype = dtype,
                        .rows = tiling.tile_rows,
                        .columns = tiling.tile_columns,
                        .inner = inner,
                        .a = left.strides(),
                        .b = right.strides(),
                        .c_row_stride = columns};
  const auto multiply_tile = [&](std::int64_t number, std::span<std::byte> memory) {
    const std::int64_t matrix = number / tiling.count();
    const std::int64_t row = number % tiling.count() / tiling.across() * tiling.tile_rows;
    const std::int64_t column = number % tiling.across() * tiling.tile_columns;
    Gemm gemm = whole_tile;
    gemm.rows = std::min(tiling.tile_rows, rows - row);
    gemm.columns = std::min(tiling.tile_columns, columns - column);
    std::byte* result = element(out, (matrix * rows + row) * columns + column);
    const std::byte* from = left.at(matrix, row, 0);
    const std::byte* by = right.at(matrix, 0, column);
    const std::byte* bias_part = biases.defined() ? element(biases, column) : nullptr;
    if (is_row_product(gemm)) {
      multiply_row({floats(from), inner, floats(by), gemm.b.row, gemm.columns, floats(bias_part),
                    reinterpret_cast<float*>(result)});
    } else {
      onednn::run(gemm, from, by, bias_part, result, memory);
    }
    for (std::int64_t i = 0; i < gemm.rows; ++i) {
      apply(epilogue, dtype, result + i * columns * item_size(dtype), gemm.columns);
    }
  };
  parallel_for_with_memory(
      batch * tiling.count(), std::max<std::int64_t>(1, piece_work / tiling.work()),
      is_row_product(whole_tile) ? 0 : onednn::working_memory(whole_tile, biases.defined()),
      [&](std::int64_t begin, std::int64_t end, std::span<std::byte> memory) {
        for (std::int64_t number = begin; number < end; ++number) multiply_tile(number, memory);
      });
}

}  // namespace

void Matmul::matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
                    Tensor& out) const {
  const DType dtype = out.dtype();
  if (must_widen(dtype)) {
    Tensor wide = Tensor::empty(out.shape(), DType::float32, Device::cpu);
    matmul(copy_as(a, DType::float32), copy_as(b, DType::float32), copy_as(bias, DType::float32),
           epilogue, wide);
    return copy_elements(wide, out);
  }
  const auto slowly = [&] { reference::Matmul::matmul(a, b, bias, epilogue, out); };
  const bool is_fast = onednn::supports(dtype) || dtype == DType::float64;
  if (!is_fast || out.size() == 0 || a.dim(-1) == 0) return slowly();
  onednn::until_process_ends([&] { multiply(a, b, bias, epilogue, out); }, slowly);
}

}  // namespace beras::backend::cpu
