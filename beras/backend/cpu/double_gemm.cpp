#include <beras/backend/cpu/double_gemm.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/double_gemm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <vector>

#include <beras/backend/cpu/products_internal.h>
#include <beras/base/parallel.h>

#ifndef BERAS_BACKEND_CPU_DOUBLE_GEMM
#define BERAS_BACKEND_CPU_DOUBLE_GEMM
namespace beras::backend::cpu {
// A block of the result that stays in registers.
constexpr std::int64_t block_rows = 4;
constexpr std::int64_t block_columns = 16;
}  // namespace beras::backend::cpu
#endif

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// result = the product of four rows and a packed panel (inner, block_columns).
void multiply_block(std::int64_t inner, const double* const* rows, std::int64_t stride,
                    const double* panel, double* result) {
  const hn::CappedTag<double, block_columns / 2> doubles;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(doubles));
  for (std::int64_t j = 0; j < block_columns; j += 2 * lanes) {
    auto s00 = hn::Zero(doubles), s01 = s00, s10 = s00, s11 = s00;
    auto s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    for (std::int64_t k = 0; k < inner; ++k) {
      const auto left = hn::LoadU(doubles, panel + k * block_columns + j);
      const auto right = hn::LoadU(doubles, panel + k * block_columns + j + lanes);
      const auto factor = [&](std::int64_t row)
                              HWY_ATTR { return hn::Set(doubles, rows[row][k * stride]); };
      const auto f0 = factor(0), f1 = factor(1), f2 = factor(2), f3 = factor(3);
      s00 = hn::MulAdd(f0, left, s00), s01 = hn::MulAdd(f0, right, s01);
      s10 = hn::MulAdd(f1, left, s10), s11 = hn::MulAdd(f1, right, s11);
      s20 = hn::MulAdd(f2, left, s20), s21 = hn::MulAdd(f2, right, s21);
      s30 = hn::MulAdd(f3, left, s30), s31 = hn::MulAdd(f3, right, s31);
    }
    const auto store = [&](std::int64_t row, auto near, auto far) HWY_ATTR {
      hn::StoreU(near, doubles, result + row * block_columns + j);
      hn::StoreU(far, doubles, result + row * block_columns + j + lanes);
    };
    store(0, s00, s01), store(1, s10, s11), store(2, s20, s21), store(3, s30, s31);
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(multiply_block);

/// b as panels of block_columns columns, each row-major, the last filled up with zeros.
std::vector<double> pack(std::int64_t columns, std::int64_t inner, const double* b,
                         onednn::MatrixStrides strides) {
  const std::int64_t panels = divide_up(columns, block_columns);
  std::vector<double> packed(static_cast<std::size_t>(panels * inner * block_columns));
  parallel_for(panels, 4, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t panel = begin; panel < end; ++panel) {
      const std::int64_t first = panel * block_columns;
      const std::int64_t count = std::min(block_columns, columns - first);
      double* to = packed.data() + panel * inner * block_columns;
      for (std::int64_t k = 0; k < inner; ++k, to += block_columns) {
        for (std::int64_t j = 0; j < count; ++j) {
          to[j] = b[k * strides.row + (first + j) * strides.column];
        }
      }
    }
  });
  return packed;
}

}  // namespace

void double_gemm(std::int64_t rows, std::int64_t columns, std::int64_t inner, const double* a,
                 onednn::MatrixStrides a_strides, const double* b, onednn::MatrixStrides b_strides,
                 const double* bias, double* c) {
  const std::vector<double> packed = pack(columns, inner, b, b_strides);
  const std::int64_t panels = divide_up(columns, block_columns);
  const auto multiply = [&](std::int64_t row, std::int64_t panel) {
    const double* four_rows[block_rows];
    for (std::int64_t i = 0; i < block_rows; ++i) {
      four_rows[i] = a + std::min(row + i, rows - 1) * a_strides.row;
    }
    double block[block_rows * block_columns];
    BERAS_DISPATCH(multiply_block)
    (inner, four_rows, a_strides.column, packed.data() + panel * inner * block_columns, block);
    const std::int64_t first = panel * block_columns;
    for (std::int64_t i = 0; i < std::min(block_rows, rows - row); ++i) {
      for (std::int64_t j = 0; j < std::min(block_columns, columns - first); ++j) {
        c[(row + i) * columns + first + j] =
            block[i * block_columns + j] + (bias ? bias[first + j] : 0);
      }
    }
  };
  const std::int64_t blocks = divide_up(rows, block_rows);
  const std::int64_t block_work = block_rows * block_columns * std::max<std::int64_t>(1, inner);
  parallel_for(blocks * panels, std::max<std::int64_t>(1, piece_work / 8 / block_work),
               [&](std::int64_t begin, std::int64_t end) {
                 for (std::int64_t i = begin; i < end; ++i) {
                   multiply(i / panels * block_rows, i % panels);
                 }
               });
}

}  // namespace beras::backend::cpu
#endif
