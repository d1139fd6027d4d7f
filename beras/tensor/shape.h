// Shapes, strides and axes: the integers that describe a tensor, and their checks.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <beras/base/export.h>
#include <beras/base/small_vector.h>

namespace beras {

/// A list of axis lengths; also used for strides (in elements), which may be negative or zero.
using Shape = SmallVector<std::int64_t, 6>;
using Strides = Shape;

/// Which axes an operation works on: one, several, or (the default) all.
class BERAS_API Axes {
 public:
  Axes() = default;
  Axes(int axis) : axes_{axis}, all_(false) {}
  Axes(std::initializer_list<std::int64_t> axes) : axes_(axes), all_(false) {}
  explicit Axes(const std::vector<std::int64_t>& axes)
      : axes_(axes.begin(), axes.end()), all_(false) {}

  bool all() const { return all_; }
  /// How many axes were named; 0 for all.
  std::size_t count() const { return axes_.size(); }
  /// As they were given; none for all.
  const Shape& given() const { return axes_; }
  /// The axes as sorted numbers in [0, rank): IndexError where one is out of range, ValueError
  /// where one comes twice.
  Shape resolve(std::size_t rank, std::string_view who) const;
  /// The same in the order in which they were given, for operations that tell one from the other.
  Shape ordered(std::size_t rank, std::string_view who) const;

 private:
  Shape axes_;
  bool all_ = true;
};

/// "(32, 10)", "(3,)", "()": as NumPy prints it.
BERAS_API std::string to_string(const Shape& shape);

/// The product of the lengths; 1 for rank 0. BackendError where it would not fit in 63 bits,
/// ShapeError for a negative length.
BERAS_API std::int64_t element_count(const Shape& shape);

/// Row-major strides in elements.
BERAS_API Strides contiguous_strides(const Shape& shape);

/// `axis` as a number in [0, rank), counted from the back if negative; IndexError otherwise.
BERAS_API std::size_t resolve_axis(std::int64_t axis, std::size_t rank, std::string_view who);

/// The shape that `a` and `b` broadcast to by NumPy's rules; ShapeError naming both otherwise.
BERAS_API Shape broadcast_shapes(const Shape& a, const Shape& b, std::string_view who);

}  // namespace beras
