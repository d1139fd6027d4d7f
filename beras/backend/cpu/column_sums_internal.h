// Sums over the rows of a matrix, the same for any number of threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <beras/backend/cpu/row_grain_internal.h>
#include <beras/backend/reference/rows_internal.h>
#include <beras/base/parallel.h>
#include <beras/tensor/cast.h>

namespace beras::backend::cpu {

using reference::values;

/// `Kinds` sums for each column, formed piece by piece: with enough rows a piece that a thread and
/// the memory for its sums are worth it, and few enough that float32 can add them.
template <std::size_t Kinds>
class ColumnSums {
 public:
  ColumnSums(std::int64_t rows, std::int64_t columns)
      : rows_(rows),
        columns_(columns),
        grain_(std::clamp<std::int64_t>(row_grain(columns_), 64, 512)),
        sums_(Kinds * static_cast<std::size_t>((rows_ + grain_ - 1) / grain_ * columns_)) {}

  /// body(a pointer to the sums of each kind..., begin, end) for the rows of each piece.
  template <typename Body>
  void for_pieces(const Body& body) {
    parallel_for(rows_, grain_, [&](std::int64_t begin, std::int64_t end) {
      float* sums = sums_.data() + begin / grain_ * row_of_sums();
      with_kinds([&](auto... kind) { body(sums + kind * columns_..., begin, end); });
    });
  }
  /// body(column, a sum of each kind..., rows) for each piece and column, piece by piece.
  template <typename Body>
  void for_each(const Body& body) const {
    const float* sums = sums_.data();
    for (std::int64_t begin = 0; begin < rows_; begin += grain_, sums += row_of_sums()) {
      const std::int64_t rows = std::min(grain_, rows_ - begin);
      for (std::int64_t c = 0; c < columns_; ++c) {
        with_kinds([&](auto... kind) { body(c, sums[kind * columns_ + c]..., rows); });
      }
    }
  }
  /// The sums over all pieces, a tensor for each kind.
  template <typename... Results>
  void add_up(Results&... results) const {
    static_assert(sizeof...(Results) == Kinds);
    std::vector<double> totals(static_cast<std::size_t>(row_of_sums()));
    for (std::size_t i = 0; i < sums_.size(); i += totals.size()) {
      for (std::size_t c = 0; c < totals.size(); ++c) totals[c] += sums_[i + c];
    }
    const double* total = totals.data();
    const auto write = [&](Tensor& result) {
      visit_dtype(result.dtype(), [&]<typename T>(T) {
        std::transform(total, total + columns_, values<T>(result), cast_value<T, double>);
      });
      total += columns_;
    };
    (write(results), ...);
  }

 private:
  std::int64_t row_of_sums() const { return static_cast<std::int64_t>(Kinds) * columns_; }
  template <typename Body>
  static void with_kinds(const Body& body) {
    [&]<std::int64_t... kind>(std::integer_sequence<std::int64_t, kind...>) { body(kind...); }
    (std::make_integer_sequence<std::int64_t, Kinds>());
  }

  std::int64_t rows_, columns_, grain_;
  std::vector<float> sums_;
};

}  // namespace beras::backend::cpu
