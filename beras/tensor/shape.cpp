#include <beras/tensor/shape.h>

#include <algorithm>

#include <beras/base/error.h>

namespace beras {
namespace {

std::string rank_text(std::size_t rank) {
  return "an axis in [-" + std::to_string(rank) + ", " + std::to_string(rank) + ") for rank " +
         std::to_string(rank);
}

}  // namespace

Shape Axes::resolve(std::size_t rank, std::string_view who) const {
  Shape resolved = ordered(rank, who);
  std::sort(resolved.begin(), resolved.end());
  return resolved;
}

Shape Axes::ordered(std::size_t rank, std::string_view who) const {
  Shape places;
  for (std::size_t axis = 0; all_ && axis < rank; ++axis)
    places.push_back(static_cast<std::int64_t>(axis));
  for (const std::int64_t axis : axes_) {
    const auto place = static_cast<std::int64_t>(resolve_axis(axis, rank, who));
    if (std::find(places.begin(), places.end(), place) != places.end())
      throw ValueError(who, "axes that differ", to_string(axes_));
    places.push_back(place);
  }
  return places;
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (axis > 0) text += ", ";
    text += std::to_string(shape[axis]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

std::int64_t element_count(const Shape& shape) {
  constexpr std::size_t most_axes = 64;  // as in NumPy
  if (shape.size() > most_axes) {
    throw ShapeError("Tensor", "at most " + std::to_string(most_axes) + " axes",
                     "a shape of " + std::to_string(shape.size()) + " axes");
  }
  for (const std::int64_t length : shape) {
    if (length < 0) throw ShapeError("Tensor", "axis lengths of at least 0", to_string(shape));
  }
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::int64_t count = 1;
  for (const std::int64_t length : shape) {
    if (__builtin_mul_overflow(count, length, &count)) {
      throw BackendError("Tensor", "a number of elements that fits in 63 bits",
                         "shape " + to_string(shape));
    }
  }
  return count;
}

Strides contiguous_strides(const Shape& shape) {
  Strides strides(shape.size());
  std::int64_t stride = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    strides[axis] = stride;
    // It overflows only beside an empty axis, where no stride is ever walked.
    if (__builtin_mul_overflow(stride, std::max<std::int64_t>(shape[axis], 1), &stride)) stride = 1;
  }
  return strides;
}

std::size_t resolve_axis(std::int64_t axis, std::size_t rank, std::string_view who) {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (axis < -signed_rank || axis >= signed_rank) {
    throw IndexError(who, rank_text(rank), "axis " + std::to_string(axis));
  }
  return static_cast<std::size_t>(axis < 0 ? axis + signed_rank : axis);
}

Shape broadcast_shapes(const Shape& a, const Shape& b, std::string_view who) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  const std::size_t lead = longer.size() - shorter.size();
  for (std::size_t axis = 0; axis < shorter.size(); ++axis) {
    std::int64_t& length = result[lead + axis];
    if (length == 1) {
      length = shorter[axis];
    } else if (shorter[axis] != 1 && shorter[axis] != length) {
      throw ShapeError(who, "shapes that broadcast", to_string(a) + " and " + to_string(b));
    }
  }
  return result;
}

}  // namespace beras
