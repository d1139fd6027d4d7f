#include <beras/ops/indexing.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/core/write_log_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/gather_internal.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/create.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/view.h>

namespace beras::ops {
namespace {

Tensor view_of(const Tensor& x, const Indices& indices) {
  const View view = resolve_index(x.shape(), x.strides(), indices, "Tensor");
  return x.as_strided(view.shape, view.strides, view.offset);
}

Tensor copy_with(const Tensor& x, const Indices& indices, const Tensor& values) {
  Tensor result = copied(x, x.dtype(), device_of(x, values));
  copy_elements(values, view_of(result, indices));
  return result;
}

/// Zeros of `shape` with its input at `indices`: the gradient of a slice, whose own gradient is the
/// slice.
struct SliceGradient : Primitive<SliceGradient> {
  SliceGradient(Indices where, Shape into) : indices(std::move(where)), shape(std::move(into)) {}

  Tensor call(const Tensor& x) const override {
    Tensor result = Tensor::zeros(shape, x.dtype(), device_of(x));
    copy_elements(x, view_of(result, indices));
    return result;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {get_item(J[0], indices)};
  }
  std::string label() const override { return "slice_gradient"; }

  Indices indices;
  Shape shape;
};

/// x[indices] where no tensor of indices takes part.
struct GetItem : Primitive<GetItem> {
  explicit GetItem(Indices where) : indices(std::move(where)) {}

  Tensor call(const Tensor& x) const override { return view_of(x, indices); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {SliceGradient(indices, inputs()[0].shape())(J[0])};
  }
  std::string label() const override { return "get_item"; }

  Indices indices;
};

/// x, updates -> x with the updates at `indices`.
struct SliceUpdate : Primitive<SliceUpdate> {
  explicit SliceUpdate(Indices where) : indices(std::move(where)) {}

  Tensors forward(const Arguments& arguments) const override {
    return {copy_with(arguments[0], indices, arguments[1])};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {SliceUpdate(indices)(J[0], zeros_like(inputs()[1])), get_item(J[0], indices)};
  }
  std::string label() const override { return "slice_update"; }

  Indices indices;
};

bool has_tensor(const Indices& indices) {
  return std::any_of(indices.begin(), indices.end(),
                     [](const Index& index) { return index.tensor(); });
}

/// The positions where `mask` is true, as one tensor of indices for each of its axes.
Tensors true_positions(const Tensor& mask) {
  const std::vector<bool> values = mask.to_vector<bool>();
  const Strides strides = contiguous_strides(mask.shape());
  std::vector<std::vector<std::int64_t>> positions(mask.rank());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    for (std::size_t axis = 0; axis < mask.rank(); ++axis) {
      positions[axis].push_back(static_cast<std::int64_t>(i) / strides[axis] % mask.shape()[axis]);
    }
  }
  Tensors tensors;
  for (const auto& each : positions) tensors.push_back(Tensor(each).to(device_of(mask)));
  return tensors;
}

/// An index with tensors taken apart: first a view, whose axes are put in the order `axes`, then
/// tensors of indices for the axes from `first` on.
struct AdvancedIndex {
  Indices view;
  Shape axes;
  std::size_t first = 0;
  Tensors indices;
};

/// NumPy puts the selected axes where the indices stand, or in front if something stands between
/// them.
bool stand_together(const Indices& indices) {
  int groups = 0;
  bool inside = false;
  for (const Index& index : indices) {
    const bool advanced = index.tensor() || std::holds_alternative<std::int64_t>(index.entry());
    if (advanced && !inside) ++groups;
    inside = advanced;
  }
  return groups == 1;
}

void check_mask(const Tensor& mask, const Shape& shape, std::size_t axis) {
  bool fits = mask.rank() > 0;
  for (std::size_t i = 0; fits && i < mask.rank(); ++i) fits = mask.shape()[i] == shape[axis + i];
  if (!fits) {
    throw IndexError("Tensor",
                     "a bool index that fits the axes of " + to_string(shape) + " from " +
                         std::to_string(axis) + " on",
                     "shape " + to_string(mask.shape()));
  }
}

AdvancedIndex take_apart(const Tensor& x, const Indices& indices) {
  const Shape& shape = x.shape();
  AdvancedIndex result;
  Shape chosen;
  Shape others;
  std::size_t axis = 0;        // of the indexed tensor
  std::int64_t view_axis = 0;  // of the view
  const auto choose = [&](const Tensor& positions) {
    result.indices.push_back(positions);
    result.view.emplace_back(Slice());
    chosen.push_back(view_axis++);
    ++axis;
  };
  for (const Index& index : expand_ellipsis(indices, shape, "Tensor")) {
    if (const auto* position = std::get_if<std::int64_t>(&index.entry())) {
      const std::int64_t place = resolve_position(*position, shape, axis, "Tensor");
      choose(Tensor(place, DType::int64, device_of(x)));
    } else if (const Tensor* tensor = index.tensor()) {
      if (tensor->dtype() == DType::boolean) {
        check_mask(*tensor, shape, axis);
        for (const Tensor& positions : true_positions(*tensor)) choose(positions);
      } else {
        choose(*tensor);
      }
    } else {
      if (std::holds_alternative<Slice>(index.entry())) ++axis;
      result.view.push_back(index);
      others.push_back(view_axis++);
    }
  }
  if (stand_together(indices)) result.first = static_cast<std::size_t>(chosen[0]);
  result.axes = others;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    result.axes.insert(result.axes.begin() + result.first + i, chosen[i]);
  }
  return result;
}

Indices window(const Shape& starts, const Shape& lengths, const Shape& shape, const char* who) {
  if (starts.size() != shape.size() || lengths.size() != shape.size()) {
    throw ShapeError(who, "one start and one length for each axis of " + to_string(shape),
                     "starts " + to_string(starts) + " and lengths " + to_string(lengths));
  }
  Indices indices;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (starts[axis] < 0 || lengths[axis] < 0 || starts[axis] > shape[axis] - lengths[axis]) {
      throw IndexError(who, "a window within " + to_string(shape),
                       "starts " + to_string(starts) + " and lengths " + to_string(lengths));
    }
    indices.emplace_back(Slice{starts[axis], starts[axis] + lengths[axis]});
  }
  return indices;
}

}  // namespace

Tensor get_item(const Tensor& x, const Indices& indices) {
  BERAS_NOTE_SYMBOLIC(get_item, x, indices);
  if (!has_tensor(indices)) return GetItem(indices)(x);
  const AdvancedIndex index = take_apart(x, indices);
  const Tensor view = permute(GetItem(index.view)(x), index.axes);
  return gather_selection(view, select(view.shape(), index.first, index.indices, "Tensor"),
                          "get_item");
}

void set_item(Tensor& x, const Indices& indices, const Tensor& values) {
  check_writable(x, "set_item");
  // What nobody else holds is a buffer for results, not a weight.
  const bool is_buffer = x.is_only_handle() && x.name().empty();
  if (is_recording() && is_buffer && values.flows()) x.trainable(false);
  const bool is_recorded = WriteLog::is_to_record(x, {values}, "set_item");
  if (!has_tensor(indices)) {
    Tensor window = view_of(x, indices);
    const Tensor fitting =
        is_recorded ? broadcast_to(cast(values, x.dtype()), window.shape()) : values;
    {
      const PauseRecording pause;
      window.assign(values);
    }
    if (is_recorded) WriteLog::record(window, fitting, x);
    return;
  }
  {
    const PauseRecording pause;
    const AdvancedIndex index = take_apart(x, indices);
    const Tensor view = permute(view_of(x, index.view), index.axes);
    const Selection selection = select(view.shape(), index.first, index.indices, "Tensor");
    write_selection(view, broadcast_to(values, selection.shape_from(view.shape())), selection);
    x.bump_version();
  }
  if (is_recorded) WriteLog::record_opaque("set_item with tensors of indices", x, {values});
}

Tensor slice(const Tensor& x, const Shape& start_indices, const Shape& shape) {
  BERAS_NOTE_SYMBOLIC(slice, x, start_indices, shape);
  return GetItem(window(start_indices, shape, x.shape(), "slice"))(x);
}

Tensor slice_update(const Tensor& x, const Shape& start_indices, const Tensor& updates) {
  BERAS_NOTE_SYMBOLIC(slice_update, x, start_indices, updates);
  const Indices indices = window(start_indices, updates.shape(), x.shape(), "slice_update");
  return SliceUpdate(indices)(x, updates.astype(x.dtype()));
}

}  // namespace beras::ops

namespace beras {

Tensor Tensor::operator[](const Index& index) const { return ops::get_item(*this, {index}); }

Tensor Tensor::operator[](std::initializer_list<Index> indices) const {
  return ops::get_item(*this, indices);
}

}  // namespace beras
