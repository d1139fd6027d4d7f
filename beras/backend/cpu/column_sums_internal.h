// Sums over the rows of a matrix, the same for any number of threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <beras/backend/cpu/row_grain_internal.h>
#include <beras/backend/reference/rows_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {

using reference::values;

/// Two sums for each column, formed piece by piece: with enough rows a piece that a thread and the
/// memory for its sums are worth it, and few enough that float32 can add them.
class ColumnSums {
 public:
  explicit ColumnSums(const Tensor& x)
      : rows_(x.dim(0)),
        columns_(x.dim(1)),
        grain_(std::clamp<std::int64_t>(row_grain(columns_), 64, 512)),
        sums_(static_cast<std::size_t>((rows_ + grain_ - 1) / grain_ * 2 * columns_)) {}

  /// body(first, second, begin, end) for the rows of each piece.
  template <typename Body>
  void for_pieces(const Body& body) {
    parallel_for(rows_, grain_, [&](std::int64_t begin, std::int64_t end) {
      float* sums = sums_.data() + begin / grain_ * 2 * columns_;
      body(sums, sums + columns_, begin, end);
    });
  }
  /// body(column, first, second, rows) for each piece and column, piece by piece.
  template <typename Body>
  void for_each(const Body& body) const {
    const float* sums = sums_.data();
    for (std::int64_t begin = 0; begin < rows_; begin += grain_, sums += 2 * columns_) {
      const std::int64_t rows = std::min(grain_, rows_ - begin);
      for (std::int64_t c = 0; c < columns_; ++c) body(c, sums[c], sums[columns_ + c], rows);
    }
  }
  /// The sums over all pieces.
  void add_up(Tensor& first, Tensor& second) const {
    std::vector<double> totals(static_cast<std::size_t>(2 * columns_));
    for_each([&](std::int64_t c, float a, float b, std::int64_t) {
      totals[static_cast<std::size_t>(c)] += a;
      totals[static_cast<std::size_t>(columns_ + c)] += b;
    });
    std::copy_n(totals.begin(), columns_, values<float>(first));
    std::copy_n(totals.begin() + columns_, columns_, values<float>(second));
  }

 private:
  std::int64_t rows_, columns_, grain_;
  std::vector<float> sums_;
};

}  // namespace beras::backend::cpu
