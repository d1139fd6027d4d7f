// Picking and placing by tensors of indices: what advanced indexing, take and scatter are made of.
#pragma once

#include <cstddef>
#include <string_view>

#include <beras/tensor/tensor.h>

namespace beras::ops {

/// Tensors of indices for the axes `axis`, `axis` + 1 ... of some shape; all int64, contiguous, in
/// range and of one shape B.
struct Selection {
  std::size_t axis = 0;
  Tensors indices;

  /// What selecting from `shape` gives: B in place of the indexed axes.
  Shape shape_from(const Shape& shape) const;
};

/// Checks indices for the axes of `shape` from `axis` on, counts negative ones from the front and
/// broadcasts them together. DTypeError if they are not integers, IndexError where one is out of
/// range, ShapeError if they do not broadcast.
Selection select(const Shape& shape, std::size_t axis, const Tensors& indices,
                 std::string_view who);

/// The selected elements of `x`, contiguous. Differentiable; `name` is what errors and records call
/// it.
Tensor gather_selection(const Tensor& x, const Selection& selection, const char* name);

/// Zeros of `shape` with `values` added at the selected places, always in the same order.
/// Differentiable.
Tensor scatter_add_selection(const Tensor& values, const Shape& shape, const Selection& selection,
                             const char* name);

/// A copy of `x` with `values` at the selected places, where the last one stays. Differentiable.
Tensor scatter_set_selection(const Tensor& x, const Tensor& values, const Selection& selection,
                             const char* name);

/// The same in place, for any strides; neither recorded nor noted in the version. `values` has the
/// selection's shape.
void write_selection(const Tensor& x, const Tensor& values, const Selection& selection);

}  // namespace beras::ops
