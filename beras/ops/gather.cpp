#include <beras/ops/gather_internal.h>

#include <string>
#include <utility>

#include <beras/backend/indexing.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/create.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>
#include <beras/tensor/view.h>

namespace beras::ops {
namespace {

Tensors followed_by(Tensors first, const Tensors& indices) {
  first.insert(first.end(), indices.begin(), indices.end());
  return first;
}

Tensors without(const Tensors& tensors, std::size_t count) {
  return {tensors.begin() + static_cast<std::ptrdiff_t>(count), tensors.end()};
}

/// The gradient of each input: that of the first few, none for the indices.
Tensors gradients(Tensors first, std::size_t index_count) {
  first.resize(first.size() + index_count);
  return first;
}

/// x, indices... -> the selected elements.
struct Gather : Primitive<Gather> {
  Gather(std::size_t first, const char* called) : axis(first), name(called) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    const Selection selection{axis, without(arguments.inputs(), 1)};
    Tensor result =
        Tensor::empty(selection.shape_from(x.shape()), x.dtype(), device_of(arguments.inputs()));
    if (result.size() == 0) return {result};  // whose other axes may be of any length
    backend::indexing(result.device())->gather(x, axis, selection.indices, result);
    return {result};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Selection selection{axis, without(inputs(), 1)};
    return gradients({scatter_add_selection(J[0], inputs()[0].shape(), selection, "scatter_add")},
                     selection.indices.size());
  }
  std::string label() const override { return name; }

  std::size_t axis;
  const char* name;
};

/// values, indices... -> zeros with the values added at the indices.
struct ScatterAdd : Primitive<ScatterAdd> {
  ScatterAdd(Shape into, std::size_t first, const char* called)
      : shape(std::move(into)), axis(first), name(called) {}

  Tensors forward(const Arguments& arguments) const override {
    const DType dtype = arguments[0].dtype();
    const bool half = is_floating(dtype) && item_size(dtype) == 2;
    const DType wide = half ? DType::float32 : dtype;
    const Device device = device_of(arguments.inputs());
    const Tensor values = copied(arguments[0], wide, device);
    Tensor result = Tensor::zeros(shape, wide, device);
    if (values.size() == 0) return {copied(result, dtype, device)};
    backend::indexing(device)->scatter_add(values, axis, without(arguments.inputs(), 1), result);
    return {half ? copied(result, dtype, device) : result};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Selection selection{axis, without(inputs(), 1)};
    return gradients({gather_selection(J[0], selection, "gather")}, selection.indices.size());
  }
  std::string label() const override { return name; }

  Shape shape;
  std::size_t axis;
  const char* name;
};

/// x, values, indices... -> x with the values at the indices.
struct ScatterSet : Primitive<ScatterSet> {
  ScatterSet(std::size_t first, const char* called) : axis(first), name(called) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor result = copied(arguments[0], arguments[0].dtype(), device_of(arguments.inputs()));
    write_selection(result, arguments[1], {axis, without(arguments.inputs(), 2)});
    return {result};
  }
  // What was overwritten gets none; of several values for one place the last gets all.
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Selection selection{axis, without(inputs(), 2)};
    Tensors both(2);
    if (wants_input(0)) {
      both[0] = scatter_set_selection(J[0], zeros_like(inputs()[1]), selection, name);
    }
    if (wants_input(1)) {
      both[1] =
          gather_selection(J[0], selection, "gather") * staying(selection).astype(J[0].dtype());
    }
    return gradients(both, selection.indices.size());
  }
  std::string label() const override { return name; }

  /// For each value, true if it is still there at the end.
  Tensor staying(const Selection& selection) const {
    const Tensor& values = inputs()[1];
    const Device device = device_of(inputs());
    const Tensor numbers =
        arange(0, values.size(), 1, DType::int64).to(device).reshape(values.shape());
    const Tensor owners = Tensor::zeros(inputs()[0].shape(), DType::int64, device);
    write_selection(owners, numbers, selection);
    return gather_selection(owners, selection, "gather") == numbers;
  }

  std::size_t axis;
  const char* name;
};

Tensor counted_from_front(const Tensor& indices, const Shape& shape, std::size_t axis,
                          std::string_view who) {
  if (!is_integer(indices.dtype())) {
    throw DTypeError(who, "integer indices", std::string(dtype_name(indices.dtype())));
  }
  const Device device = device_of(indices);
  Tensor result = Tensor::empty(indices.shape(), DType::int64, device);
  const std::int64_t beyond = backend::indexing(device)->positions(indices, shape[axis], result);
  if (beyond >= 0) {
    resolve_position(result.as_strided({}, {}, beyond).item<std::int64_t>(), shape, axis, who);
  }
  return result;
}

}  // namespace

Shape Selection::shape_from(const Shape& shape) const {
  const Shape& selected = indices[0].shape();
  Shape result(shape.begin(), shape.begin() + axis);
  for (const std::int64_t length : selected) result.push_back(length);
  for (std::size_t i = axis + indices.size(); i < shape.size(); ++i) result.push_back(shape[i]);
  return result;
}

Selection select(const Shape& shape, std::size_t axis, const Tensors& indices,
                 std::string_view who) {
  Shape common;
  for (const Tensor& each : indices) common = broadcast_shapes(common, each.shape(), who);
  Selection selection{axis, {}};
  for (std::size_t k = 0; k < indices.size(); ++k) {
    Tensor positions = counted_from_front(indices[k], shape, axis + k, who);
    if (positions.shape() != common) {
      const Tensor broadcast = Tensor::empty(common, DType::int64, positions.device());
      copy_elements(positions, broadcast);
      positions = broadcast;
    }
    selection.indices.push_back(positions);
  }
  return selection;
}

Tensor gather_selection(const Tensor& x, const Selection& selection, const char* name) {
  return Gather(selection.axis, name).apply(followed_by({x}, selection.indices))[0];
}

Tensor scatter_add_selection(const Tensor& values, const Shape& shape, const Selection& selection,
                             const char* name) {
  return ScatterAdd(shape, selection.axis, name).apply(followed_by({values}, selection.indices))[0];
}

Tensor scatter_set_selection(const Tensor& x, const Tensor& values, const Selection& selection,
                             const char* name) {
  return ScatterSet(selection.axis, name).apply(followed_by({x, values}, selection.indices))[0];
}

void write_selection(const Tensor& x, const Tensor& values, const Selection& selection) {
  if (values.size() == 0 || !device_of(x).holds_values()) return;
  check_has_values(values, "scatter_update");
  for (const Tensor& each : selection.indices) {
    check_has_values(each, "scatter_update");
    common_device(x.device(), each.device());
  }
  const Tensor cast = copied(values, x.dtype(), x.device());
  backend::indexing(x.device())->scatter_set(cast, selection.axis, selection.indices, x);
}

}  // namespace beras::ops
