// Operators that pick elements, and put elements into place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/any_dtype.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x[indices] by NumPy's rules: a view where only integers, slices, ellipsis and newaxis stand
/// between the brackets, else a copy. Tensors of indices (integer, or bool) broadcast together;
/// integers beside them count as such tensors. IndexError where an index is out of range.
BERAS_API Tensor get_item(const Tensor& x, const Indices& indices);

/// x[indices] = values, in place and not recorded: `values` broadcasts to the selection and is
/// cast. Where an element is selected twice, the last value stays.
BERAS_API void set_item(Tensor& x, const Indices& indices, const Tensor& values);

/// The elements at `indices` (any shape, negative from the end) along an axis, which `indices`'
/// axes replace; along the raveled `x` if no axis is given.
BERAS_API Tensor take(const Tensor& x, const Tensor& indices,
                      std::optional<std::int64_t> axis = std::nullopt);
/// take along the first axis, unless another is given.
BERAS_API Tensor gather(const Tensor& x, const Tensor& indices, std::int64_t axis = 0);
/// For each place of `indices` (which broadcasts against `x` on all other axes) the element at that
/// index along the axis, in the same row otherwise: what argsort and argmax need. Along the raveled
/// `x` if no axis is given.
BERAS_API Tensor take_along_axis(const Tensor& x, const Tensor& indices,
                                 std::optional<std::int64_t> axis = -1);

/// The window of `shape` that begins at `start_indices`. A view.
BERAS_API Tensor slice(const Tensor& x, const Shape& start_indices, const Shape& shape);
/// A copy of `x` in which the window that begins at `start_indices` holds `updates`.
BERAS_API Tensor slice_update(const Tensor& x, const Shape& start_indices, const Tensor& updates);
/// A copy of `x` in which x[indices[i]] is updates[i]; `indices` (n, k), `updates` (n,
/// x.shape[k:]). Where an index comes twice, the last update stays.
BERAS_API Tensor scatter_update(const Tensor& x, const Tensor& indices, const Tensor& updates);
/// The same with x[indices[i]] and all updates of that index combined: "add" gives their sum, "mul"
/// their product, "max" and "min" the extreme. ValueError for other reductions.
BERAS_API Tensor scatter_update(const Tensor& x, const Tensor& indices, const Tensor& updates,
                                std::string_view reduction);
/// Zeros of `shape` with values[i] added at indices[i]; `indices` (n, k), `values` (n, shape[k:]).
BERAS_API Tensor scatter(const Tensor& indices, const Tensor& values, const Shape& shape);

struct OneHotOptions {
  std::int64_t axis = -1;
  AnyDType dtype = DType::float32;
};
/// Integers as rows of `num_classes` zeros with a one at the integer, on a new axis; a row of zeros
/// where it is out of range.
BERAS_API Tensor one_hot(const Tensor& x, std::int64_t num_classes, OneHotOptions options = {});

}  // namespace beras::ops
