#include <beras/tensor/view.h>

#include <algorithm>
#include <string>

#include <beras/base/error.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

template <typename Entry>
bool holds(const Index& index) {
  return std::holds_alternative<Entry>(index.entry());
}

std::size_t axes_taken(const Index& index) {
  if (holds<NewAxis>(index) || holds<Ellipsis>(index)) return 0;
  const Tensor* tensor = index.tensor();
  return tensor && tensor->dtype() == DType::boolean ? tensor->rank() : 1;
}

}  // namespace

Range resolve_slice(const Slice& slice, std::int64_t length, std::string_view who) {
  if (slice.step == 0) throw ValueError(who, "a slice step other than 0", "0");
  const bool forward = slice.step > 0;
  // Where a walk may start and stop: backwards, "before the first" is -1.
  const std::int64_t lowest = forward ? 0 : -1;
  const std::int64_t highest = forward ? length : length - 1;
  const auto clip = [&](std::int64_t position) {
    return std::clamp(position < 0 ? position + length : position, lowest, highest);
  };
  const std::int64_t start = slice.start ? clip(*slice.start) : (forward ? lowest : highest);
  const std::int64_t stop = slice.stop ? clip(*slice.stop) : (forward ? highest : lowest);
  const std::int64_t distance = forward ? stop - start : start - stop;
  if (distance <= 0) return {start, slice.step, 0};
  // A step beyond the axis takes one element; clipping it keeps the arithmetic in range.
  const std::int64_t step = std::clamp(slice.step, -length, length);
  return {start, step, (distance - 1) / std::abs(step) + 1};
}

std::int64_t resolve_position(std::int64_t position, const Shape& shape, std::size_t axis,
                              std::string_view who) {
  const std::int64_t length = shape[axis];
  if (position < -length || position >= length) {
    throw IndexError(who,
                     "an index in [-" + std::to_string(length) + ", " + std::to_string(length) +
                         ") for axis " + std::to_string(axis) + " of shape " + to_string(shape),
                     std::to_string(position));
  }
  return position < 0 ? position + length : position;
}

Indices expand_ellipsis(const Indices& indices, const Shape& shape, std::string_view who) {
  std::size_t taken = 0;
  for (const Index& index : indices) taken += axes_taken(index);
  if (taken > shape.size()) {
    throw IndexError(
        who, "at most " + std::to_string(shape.size()) + " indices for shape " + to_string(shape),
        std::to_string(taken));
  }
  const auto ellipses = std::count_if(indices.begin(), indices.end(), holds<Ellipsis>);
  if (ellipses > 1) throw IndexError(who, "at most one ellipsis", std::to_string(ellipses));
  const std::size_t missing = shape.size() - taken;
  Indices expanded;
  for (const Index& index : indices) {
    if (holds<Ellipsis>(index)) {
      expanded.insert(expanded.end(), missing, Index(Slice()));
    } else {
      expanded.push_back(index);
    }
  }
  if (ellipses == 0) expanded.insert(expanded.end(), missing, Index(Slice()));
  return expanded;
}

View resolve_index(const Shape& shape, const Strides& strides, const Indices& indices,
                   std::string_view who) {
  View view;
  std::size_t axis = 0;
  for (const Index& index : expand_ellipsis(indices, shape, who)) {
    if (holds<NewAxis>(index)) {
      view.shape.push_back(1);
      view.strides.push_back(0);
      continue;
    }
    if (const auto* position = std::get_if<std::int64_t>(&index.entry())) {
      view.offset += resolve_position(*position, shape, axis, who) * strides[axis];
    } else if (const auto* slice = std::get_if<Slice>(&index.entry())) {
      const Range range = resolve_slice(*slice, shape[axis], who);
      view.shape.push_back(range.count);
      view.strides.push_back(range.step * strides[axis]);
      if (range.count > 0) view.offset += range.start * strides[axis];
    } else {
      throw IndexError(who, "integers, slices, ellipsis or newaxis", "a tensor of indices");
    }
    ++axis;
  }
  return view;
}

Shape resolve_reshape(const Shape& shape, std::int64_t size, std::string_view who) {
  Shape resolved = shape;
  std::int64_t* unknown = std::find(resolved.begin(), resolved.end(), -1);
  std::int64_t known = 1;
  for (const std::int64_t& length : resolved) {
    if (&length == unknown) continue;
    const bool second_unknown = length == -1;
    if (length < 0) {
      throw ShapeError(who,
                       second_unknown ? "at most one axis of -1" : "axis lengths of at least 0",
                       to_string(shape));
    }
    if (__builtin_mul_overflow(known, length, &known)) {
      throw BackendError(who, "a number of elements that fits in 63 bits", to_string(shape));
    }
  }
  const bool has_unknown = unknown != resolved.end();
  const bool fits = has_unknown ? known != 0 && size % known == 0 : known == size;
  if (!fits) {
    throw ShapeError(who, "a shape for " + std::to_string(size) + " elements", to_string(shape));
  }
  if (has_unknown) *unknown = size / known;
  return resolved;
}

std::optional<Strides> reshape_strides(const Shape& shape, const Strides& strides,
                                       const Shape& target) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return contiguous_strides(target);
  Strides result(target.size(), 1);
  // Walk both shapes from the back, matching groups of axes with equal products. Within a group the
  // old axes must follow on one another in memory.
  std::size_t old_axis = shape.size();
  std::size_t new_axis = target.size();
  while (old_axis > 0 || new_axis > 0) {
    std::int64_t stride = 1;
    std::int64_t old_product = 1;
    std::int64_t new_product = 1;
    bool started = false;
    do {
      if (old_product <= new_product && old_axis > 0) {
        --old_axis;
        if (shape[old_axis] == 1) continue;
        if (started && strides[old_axis] != stride * old_product) return std::nullopt;
        if (!started) stride = strides[old_axis];
        started = true;
        old_product *= shape[old_axis];
      } else {
        --new_axis;
        result[new_axis] = stride * new_product;
        new_product *= target[new_axis];
      }
    } while (old_product != new_product);
  }
  return result;
}

}  // namespace beras
