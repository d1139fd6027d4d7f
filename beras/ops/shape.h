// Operations that change how elements are arranged. They give views on the same memory wherever
// NumPy does.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The elements in row-major order under another shape, where one axis may be -1: whatever is left.
/// A view if the memory allows it. ShapeError if the number of elements differs.
BERAS_API Tensor reshape(const Tensor& x, const Shape& shape);
/// All elements along one axis.
BERAS_API Tensor ravel(const Tensor& x);
/// The axes in the given order; reversed if none is given. A view.
BERAS_API Tensor transpose(const Tensor& x, const Shape& axes = {});
/// The axes in the given order. A view.
BERAS_API Tensor permute(const Tensor& x, const Shape& axes);
/// Two axes exchanged. A view.
BERAS_API Tensor swapaxes(const Tensor& x, std::int64_t axis1, std::int64_t axis2);
/// The axis `source` moved to place `destination`, the others in their order. A view.
BERAS_API Tensor moveaxis(const Tensor& x, std::int64_t source, std::int64_t destination);
/// The same for several axes at once.
BERAS_API Tensor moveaxis(const Tensor& x, const Shape& sources, const Shape& destinations);
/// New axes of length 1 at these places of the result. A view.
BERAS_API Tensor expand_dims(const Tensor& x, const Axes& axes);
/// Without these axes, which must have length 1; without all such axes by default. A view.
BERAS_API Tensor squeeze(const Tensor& x, const Axes& axes = {});
/// Repeated to `shape` by the rules of broadcasting. A view that cannot be written to.
BERAS_API Tensor broadcast_to(const Tensor& x, const Shape& shape);
/// Backwards along these axes, all by default. A view.
BERAS_API Tensor flip(const Tensor& x, const Axes& axes = {});

}  // namespace beras::ops
