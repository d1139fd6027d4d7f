// A walk over several tensors at once in row-major order, as few and as long straight runs as their
// strides allow.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The elements of `shape` and where they lie in N operands that broadcast to it.
template <std::size_t N>
class StridedRange {
 public:
  /// One number for each operand: offsets or steps, in elements.
  using Numbers = std::array<std::int64_t, N>;

  StridedRange(const Shape& shape, const std::array<const Tensor*, N>& operands) {
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      add_axis(shape[axis], steps_of(operands, shape.size() - axis));
    }
    if (lengths_.empty()) append_axis(1, filled(1));
  }
  /// The axes [begin, end) of one tensor.
  StridedRange(const Tensor& tensor, std::size_t begin, std::size_t end) requires(N == 1) {
    for (std::size_t axis = end; axis-- > begin;) {
      add_axis(tensor.shape()[axis], {tensor.strides()[axis]});
    }
    if (lengths_.empty()) append_axis(1, filled(1));
  }

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
    if (begin >= end) return;
    Shape index(lengths_.size());
    Numbers offsets = filled(0);
    for (std::int64_t axis = 0, rest = begin; axis < std::ssize(lengths_); ++axis) {
      index[axis] = rest % lengths_[axis];
      rest /= lengths_[axis];
      advance(offsets, axis, index[axis]);
    }
    while (begin < end) {
      const std::int64_t count = std::min(lengths_[0] - index[0], end - begin);
      body(offsets, count);
      begin += count;
      advance(offsets, 0, -index[0]);
      index[0] = 0;
      for (std::size_t axis = 1; axis < lengths_.size(); ++axis) {
        advance(offsets, axis, 1);
        if (++index[axis] < lengths_[axis]) break;
        advance(offsets, axis, -lengths_[axis]);
        index[axis] = 0;
      }
    }
  }

 private:
  static Numbers filled(std::int64_t value) {
    Numbers numbers;
    numbers.fill(value);
    return numbers;
  }
  /// The strides along the axis that is the `back`-th from the last; 0 where an operand is
  /// broadcast.
  static Numbers steps_of(const std::array<const Tensor*, N>& operands, std::size_t back) {
    Numbers steps = filled(0);
    for (std::size_t n = 0; n < N; ++n) {
      const Shape& shape = operands[n]->shape();
      if (back > shape.size() || shape[shape.size() - back] == 1) continue;
      steps[n] = operands[n]->strides()[shape.size() - back];
    }
    return steps;
  }
  /// Adds an axis outside the present ones, or lengthens the outermost where all operands go on
  /// straight.
  void add_axis(std::int64_t length, const Numbers& steps) {
    size_ *= length;
    if (length == 1) return;
    bool straight = !lengths_.empty();
    for (std::size_t n = 0; n < N && straight; ++n) {
      straight = steps[n] == strides_[n].back() * lengths_.back();
    }
    if (straight) {
      lengths_.back() *= length;
    } else {
      append_axis(length, steps);
    }
  }
  void append_axis(std::int64_t length, const Numbers& steps) {
    lengths_.push_back(length);
    for (std::size_t n = 0; n < N; ++n) strides_[n].push_back(steps[n]);
  }
  void advance(Numbers& offsets, std::size_t axis, std::int64_t count) const {
    for (std::size_t n = 0; n < N; ++n) offsets[n] += count * strides_[n][axis];
  }

  std::int64_t size_ = 1;
  Shape lengths_;  // innermost axis first
  std::array<Strides, N> strides_;
};

}  // namespace beras::backend
