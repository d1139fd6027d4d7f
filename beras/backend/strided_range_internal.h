// A walk over several tensors at once in row-major order, as few and as long straight runs as their
// strides allow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The elements of `shape` and where they lie in N operands that broadcast to it.
template <std::size_t N>
class StridedRange {
 public:
  /// One number for each operand: offsets or steps, in elements.
  using Numbers = std::array<std::int64_t, N>;

  StridedRange(const Shape& shape, const std::array<const Tensor*, N>& operands);
  /// The axes [begin, end) of one tensor.
  StridedRange(const Tensor& tensor, std::size_t begin, std::size_t end) requires(N == 1);

  std::int64_t size() const { return size_; }
  /// The distance between neighbours of one run.
  Numbers steps() const {
    Numbers steps;
    for (std::size_t n = 0; n < N; ++n) steps[n] = strides_[n][0];
    return steps;
  }

  /// Calls body(offsets, count) for the straight runs of elements [begin, end), counted in
  /// row-major order.
  template <typename Body>
  void walk(std::int64_t begin, std::int64_t end, const Body& body) const {
    walk_runs(begin, end, &body,
              [](const void* erased, const Numbers& offsets, std::int64_t count) {
                (*static_cast<const Body*>(erased))(offsets, count);
              });
  }

 private:
  /// The walk knows nothing of its body, so that it is compiled once and not into each kernel.
  using Run = void (*)(const void* body, const Numbers& offsets, std::int64_t count);
  void walk_runs(std::int64_t begin, std::int64_t end, const void* body, Run run) const;
  /// Adds an axis outside the present ones, or lengthens the outermost where all operands go on
  /// straight.
  void add_axis(std::int64_t length, const Numbers& steps);
  void append_axis(std::int64_t length, const Numbers& steps);
  void advance(Numbers& offsets, std::size_t axis, std::int64_t count) const {
    for (std::size_t n = 0; n < N; ++n) offsets[n] += count * strides_[n][axis];
  }

  std::int64_t size_ = 1;
  Shape lengths_;  // innermost axis first
  std::array<Strides, N> strides_;
};

extern template class StridedRange<1>;
extern template class StridedRange<2>;
extern template class StridedRange<3>;
extern template class StridedRange<4>;

}  // namespace beras::backend
