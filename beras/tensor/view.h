// Which window on a tensor's memory an index or a reshape stands for, by NumPy's rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/index.h>
#include <beras/tensor/shape.h>

namespace beras {

/// A window on memory: what Tensor::as_strided takes. The offset counts from the first element of
/// what was indexed.
struct View {
  Shape shape;
  Strides strides;
  std::int64_t offset = 0;
};

/// The positions start, start + step ... of a slice along an axis.
struct Range {
  std::int64_t start = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
};

/// The positions that `slice` takes of an axis, ends clipped to it as in NumPy. ValueError for step
/// 0.
BERAS_API Range resolve_slice(const Slice& slice, std::int64_t length, std::string_view who);

/// `position` counted from the front; IndexError if the axis (named in the message) does not have
/// it.
BERAS_API std::int64_t resolve_position(std::int64_t position, const Shape& shape, std::size_t axis,
                                        std::string_view who);

/// `indices` with the ellipsis (or the end) written out as full slices, so that every axis of
/// `shape` has an entry. A bool tensor of rank r stands for r axes. IndexError for more entries
/// than axes, or a second ellipsis.
BERAS_API Indices expand_ellipsis(const Indices& indices, const Shape& shape, std::string_view who);

/// The window that integers, slices, ellipsis and newaxis select. IndexError where a position is
/// out of range.
BERAS_API View resolve_index(const Shape& shape, const Strides& strides, const Indices& indices,
                             std::string_view who);

/// `shape` with its one -1 filled in, for `size` elements; ShapeError if they do not fit.
BERAS_API Shape resolve_reshape(const Shape& shape, std::int64_t size, std::string_view who);

/// The strides under which the same memory has `target`'s shape; none if the elements must be
/// copied.
BERAS_API std::optional<Strides> reshape_strides(const Shape& shape, const Strides& strides,
                                                 const Shape& target);

}  // namespace beras
