// Picking and placing along an axis: take, scatter and their like.
#include <string>

#include <beras/backend/indexing.h>
#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/gather_internal.h>
#include <beras/ops/indexing.h>
#include <beras/ops/join.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/sort.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/create.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>
#include <beras/tensor/view.h>

namespace beras::ops {
namespace {

Tensor take_along(const Tensor& x, const Tensor& indices, std::int64_t axis, const char* who) {
  const std::size_t resolved = resolve_axis(axis, x.rank(), who);
  return gather_selection(x, select(x.shape(), resolved, {indices}, who), who);
}

/// The columns of `indices` (..., k) as indices for the first k axes of `shape`; `values` must have
/// the shape that they select.
Selection select_rows(const Tensor& indices, const Shape& shape, const Tensor& values,
                      const char* who) {
  if (indices.rank() == 0 || indices.dim(-1) < 1 ||
      indices.dim(-1) > static_cast<std::int64_t>(shape.size())) {
    throw ShapeError(who, "indices (n, k) with k in [1, " + std::to_string(shape.size()) + "]",
                     "indices of shape " + to_string(indices.shape()));
  }
  Tensors columns;
  for (std::int64_t k = 0; k < indices.dim(-1); ++k) columns.push_back(indices[{ellipsis, k}]);
  Selection selection = select(shape, 0, columns, who);
  if (values.shape() != selection.shape_from(shape)) {
    throw ShapeError(who, "values of shape " + to_string(selection.shape_from(shape)),
                     to_string(values.shape()));
  }
  return selection;
}

using Combine = Tensor (*)(const Operand&, const Operand&);

Combine combine_named(std::string_view reduction) {
  if (reduction == "add") return add;
  if (reduction == "mul") return multiply;
  if (reduction == "max") return maximum;
  if (reduction == "min") return minimum;
  throw_unknown_name("scatter_update", "reduction", reduction, {"add", "mul", "max", "min"});
}

/// Of places (n, k) in the first k axes of `shape`, the one number that each has in row-major
/// order.
Tensor row_numbers(const Tensor& places, const Shape& shape) {
  Tensor numbers = Tensor::zeros({places.dim(0)}, DType::int64, device_of(places));
  for (std::int64_t axis = 0; axis < places.dim(1); ++axis) {
    const Tensor column = places[{ellipsis, axis}];
    const std::int64_t length = shape[axis];
    numbers = numbers * length + where(column < 0, column + length, column);
  }
  return numbers;
}

/// Each row combined with all rows before it that have the same key; keys are sorted. Rows at
/// distance 1, 2, 4 ... are combined at once, so that n rows take log n steps.
Tensor combined_runs(const Tensor& keys, Tensor rows, Combine combine) {
  const std::int64_t count = keys.size();
  Shape per_row(rows.rank(), 1);
  for (std::int64_t distance = 1; distance < count; distance *= 2) {
    const Slice later{distance, std::nullopt}, earlier{std::nullopt, -distance};
    const Tensor same = keys[{later}] == keys[{earlier}];
    if (device_of(same).holds_values() && !any(same).item<bool>()) break;
    per_row[0] = count - distance;
    const Tensor both = combine(rows[{earlier}], rows[{later}]);
    rows = concatenate(
        {rows[{Slice{std::nullopt, distance}}], where(same.reshape(per_row), both, rows[{later}])},
        0);
  }
  return rows;
}

}  // namespace

Tensor take(const Tensor& x, const Tensor& indices, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(take, x, indices, axis);
  return axis ? take_along(x, indices, *axis, "take") : take_along(ravel(x), indices, 0, "take");
}

Tensor gather(const Tensor& x, const Tensor& indices, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC_AS("take", gather, x, indices, axis);
  return take_along(x, indices, axis, "gather");
}

Tensor take_along_axis(const Tensor& x, const Tensor& indices, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(take_along_axis, x, indices, axis);
  if (!axis) return take_along_axis(ravel(x), indices, 0);
  const std::size_t along = resolve_axis(*axis, x.rank(), "take_along_axis");
  if (indices.rank() != x.rank()) {
    throw ShapeError("take_along_axis", "indices of rank " + std::to_string(x.rank()),
                     "indices of shape " + to_string(indices.shape()));
  }
  Tensors positions;
  for (std::size_t i = 0; i < x.rank(); ++i) {
    Shape shape(x.rank(), 1);
    shape[i] = x.shape()[i];
    positions.push_back(
        i == along ? indices
                   : arange(0, x.shape()[i], 1, DType::int64).to(device_of(x)).reshape(shape));
  }
  return gather_selection(x, select(x.shape(), 0, positions, "take_along_axis"), "take_along_axis");
}

Tensor scatter_update(const Tensor& x, const Tensor& indices, const Tensor& updates) {
  BERAS_NOTE_SYMBOLIC(scatter_update, x, indices, updates);
  const Selection selection = select_rows(indices, x.shape(), updates, "scatter_update");
  return scatter_set_selection(x, updates.astype(x.dtype()), selection, "scatter_update");
}

Tensor scatter_update(const Tensor& x, const Tensor& indices, const Tensor& updates,
                      std::string_view reduction) {
  BERAS_NOTE_SYMBOLIC(scatter_update, x, indices, updates, reduction);
  const char* who = "scatter_update";
  const Combine combine = combine_named(reduction);
  select_rows(indices, x.shape(), updates, who);
  if (updates.size() == 0) return x.copy();
  const std::int64_t k = indices.dim(-1);
  Tensor places = cast(indices, DType::int64).reshape({-1, k});
  Shape row_shape(x.shape().begin() + k, x.shape().end());
  row_shape.insert(row_shape.begin(), places.dim(0));
  Tensor rows = cast(updates, x.dtype()).reshape(row_shape);
  Tensor keys = row_numbers(places, x.shape());
  const Tensor order = argsort(keys);
  keys = take(keys, order, 0);
  places = take(places, order, 0);
  rows = combined_runs(keys, take(rows, order, 0), combine);
  Indices columns;
  for (std::int64_t i = 0; i < k; ++i) columns.emplace_back(places[{ellipsis, i}]);
  // The last row of a run has combined them all, and the last update stays.
  return scatter_update(x, places, combine(get_item(x, columns), rows));
}

Tensor scatter(const Tensor& indices, const Tensor& values, const Shape& shape) {
  BERAS_NOTE_SYMBOLIC(scatter, indices, values, shape);
  if (values.dtype() == DType::boolean) {
    throw DTypeError("scatter", "values that can be added", "bool");
  }
  const Selection selection = select_rows(indices, shape, values, "scatter");
  return scatter_add_selection(values, shape, selection, "scatter");
}

static auto option_fields(const OneHotOptions& options) {
  return std::tie(options.axis, options.dtype);
}

Tensor one_hot(const Tensor& x, std::int64_t num_classes, OneHotOptions options) {
  BERAS_NOTE_SYMBOLIC(one_hot, x, num_classes, options);
  if (!is_integer(x.dtype())) {
    throw DTypeError("one_hot", "integers", std::string(dtype_name(x.dtype())));
  }
  if (num_classes < 0) {
    throw ValueError("one_hot", "num_classes of at least 0", std::to_string(num_classes));
  }
  resolve_axis(options.axis, x.rank() + 1, "one_hot");
  Shape shape = x.shape();
  shape.push_back(num_classes);
  Tensor rows = Tensor::zeros(shape, options.dtype, device_of(x));
  const Tensor numbers = copied(x, DType::int64, rows.device());
  backend::indexing(rows.device())->one_hot(numbers, rows);
  return moveaxis(rows, -1, options.axis).contiguous();
}

}  // namespace beras::ops
