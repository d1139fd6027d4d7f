#include <algorithm>
#include <iterator>

#include <beras/backend/strided_range_internal.h>

namespace beras::backend {
namespace {

template <std::size_t N>
std::array<std::int64_t, N> filled(std::int64_t value) {
  std::array<std::int64_t, N> numbers;
  numbers.fill(value);
  return numbers;
}

/// The strides along the axis that is the `back`-th from the last; 0 where an operand is broadcast.
template <std::size_t N>
std::array<std::int64_t, N> steps_of(const std::array<const Tensor*, N>& operands,
                                     std::size_t back) {
  auto steps = filled<N>(0);
  for (std::size_t n = 0; n < N; ++n) {
    const Shape& shape = operands[n]->shape();
    if (back > shape.size() || shape[shape.size() - back] == 1) continue;
    steps[n] = operands[n]->strides()[shape.size() - back];
  }
  return steps;
}

}  // namespace

template <std::size_t N>
StridedRange<N>::StridedRange(const Shape& shape, const std::array<const Tensor*, N>& operands) {
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    add_axis(shape[axis], steps_of(operands, shape.size() - axis));
  }
  if (lengths_.empty()) append_axis(1, filled<N>(1));
}

template <std::size_t N>
StridedRange<N>::StridedRange(const Tensor& tensor, std::size_t begin,
                              std::size_t end) requires(N == 1) {
  for (std::size_t axis = end; axis-- > begin;) {
    add_axis(tensor.shape()[axis], {tensor.strides()[axis]});
  }
  if (lengths_.empty()) append_axis(1, filled<N>(1));
}

template <std::size_t N>
void StridedRange<N>::walk_runs(std::int64_t begin, std::int64_t end, const void* body,
                                Run run) const {
  if (begin >= end) return;
  Shape index(lengths_.size());
  Numbers offsets = filled<N>(0);
  for (std::int64_t axis = 0, rest = begin; axis < std::ssize(lengths_); ++axis) {
    index[axis] = rest % lengths_[axis];
    rest /= lengths_[axis];
    advance(offsets, axis, index[axis]);
  }
  while (begin < end) {
    const std::int64_t count = std::min(lengths_[0] - index[0], end - begin);
    run(body, offsets, count);
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

template <std::size_t N>
void StridedRange<N>::add_axis(std::int64_t length, const Numbers& steps) {
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

template <std::size_t N>
void StridedRange<N>::append_axis(std::int64_t length, const Numbers& steps) {
  lengths_.push_back(length);
  for (std::size_t n = 0; n < N; ++n) strides_[n].push_back(steps[n]);
}

template class StridedRange<1>;
template class StridedRange<2>;
template class StridedRange<3>;
template class StridedRange<4>;

}  // namespace beras::backend
