#include <beras/ops/shape.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/core/value_free_internal.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/view.h>

namespace beras::ops {
namespace {

struct Copy : Primitive<Copy>, ValueFree {
  Tensor call(const Tensor& x) const override { return copied(x, x.dtype(), device_of(x)); }
  Tensors compose_input_gradients(const Tensors& J) const override { return {J[0]}; }
  std::string label() const override { return "copy"; }
};

/// reshape, expand_dims and squeeze: only the shape differs.
struct Reshape : Primitive<Reshape> {
  Reshape(Shape to, const char* called) : shape(std::move(to)), name(called) {}

  Tensor call(const Tensor& x) const override {
    const auto strides = reshape_strides(x.shape(), x.strides(), shape);
    if (strides) return x.as_strided(shape, *strides, 0);
    return copied(x, x.dtype(), device_of(x)).as_strided(shape, contiguous_strides(shape), 0);
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {reshape(J[0], inputs()[0].shape())};
  }
  std::string label() const override { return name; }

  Shape shape;
  const char* name;
};

/// transpose, swapaxes and moveaxis: output axis i is input axis axes[i].
struct Transpose : Primitive<Transpose> {
  Transpose(Shape order, const char* called) : axes(std::move(order)), name(called) {}

  Tensor call(const Tensor& x) const override {
    Shape shape;
    Strides strides;
    for (const std::int64_t axis : axes) {
      shape.push_back(x.shape()[static_cast<std::size_t>(axis)]);
      strides.push_back(x.strides()[static_cast<std::size_t>(axis)]);
    }
    return x.as_strided(shape, strides, 0);
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    Shape inverse(axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i) {
      inverse[static_cast<std::size_t>(axes[i])] = static_cast<std::int64_t>(i);
    }
    return {Transpose(inverse, "transpose")(J[0])};
  }
  std::string label() const override { return name; }

  Shape axes;
  const char* name;
};

struct BroadcastTo : Primitive<BroadcastTo> {
  explicit BroadcastTo(Shape to) : shape(std::move(to)) {}

  Tensor call(const Tensor& x) const override {
    return x.as_strided(shape, broadcast_strides(x.shape(), x.strides(), shape, "broadcast_to"), 0);
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {reduce_to_shape(J[0], inputs()[0].shape())};
  }
  std::string label() const override { return "broadcast_to"; }

  Shape shape;
};

struct Flip : Primitive<Flip> {
  explicit Flip(Shape which) : axes(std::move(which)) {}

  Tensor call(const Tensor& x) const override {
    Strides strides = x.strides();
    std::int64_t offset = 0;
    for (const std::int64_t number : axes) {
      const auto axis = static_cast<std::size_t>(number);
      if (x.size() > 0) offset += (x.shape()[axis] - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return x.as_strided(x.shape(), strides, offset);
  }
  Tensors compose_input_gradients(const Tensors& J) const override { return {Flip(axes)(J[0])}; }
  std::string label() const override { return "flip"; }

  Shape axes;
};

Shape identity_order(std::size_t rank) {
  Shape order(rank);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

Shape resolve_each(const Shape& axes, std::size_t rank, const char* who) {
  Shape resolved;
  for (const std::int64_t axis : axes) {
    resolved.push_back(static_cast<std::int64_t>(resolve_axis(axis, rank, who)));
  }
  return resolved;
}

bool contains(const Shape& axes, std::int64_t axis) {
  return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

Tensor in_order(const Tensor& x, const Shape& axes, const char* who) {
  const Shape order = resolve_each(axes, x.rank(), who);
  Shape sorted = order;
  std::sort(sorted.begin(), sorted.end());
  if (sorted != identity_order(x.rank())) {
    throw ValueError(who, "each axis of " + to_string(x.shape()) + " once",
                     "axes " + to_string(axes));
  }
  return Transpose(order, "transpose")(x);
}

}  // namespace

Tensor reshape(const Tensor& x, const Shape& shape) {
  BERAS_NOTE_SYMBOLIC(reshape, x, shape);
  return Reshape(resolve_reshape(shape, x.size(), "reshape"), "reshape")(x);
}

Tensor ravel(const Tensor& x) {
  BERAS_NOTE_SYMBOLIC(ravel, x);
  return reshape(x, {x.size()});
}

Tensor transpose(const Tensor& x, const Shape& axes) {
  if (x.is_symbolic()) [[unlikely]] {
    const auto again = [](const Tensor& given, const Axes& order) {
      return transpose(given, order.given());
    };
    const std::vector<std::int64_t> order(axes.begin(), axes.end());
    return note_symbolic("transpose", again, x, order.empty() ? Axes() : Axes(order));
  }
  if (!axes.empty()) return in_order(x, axes, "transpose");
  Shape reversed = identity_order(x.rank());
  std::reverse(reversed.begin(), reversed.end());
  return Transpose(reversed, "transpose")(x);
}

Tensor permute(const Tensor& x, const Shape& axes) {
  BERAS_NOTE_SYMBOLIC_AS("transpose", permute, x, axes);
  return in_order(x, axes, "permute");
}

Tensor swapaxes(const Tensor& x, std::int64_t axis1, std::int64_t axis2) {
  BERAS_NOTE_SYMBOLIC(swapaxes, x, axis1, axis2);
  Shape order = identity_order(x.rank());
  std::swap(order[resolve_axis(axis1, x.rank(), "swapaxes")],
            order[resolve_axis(axis2, x.rank(), "swapaxes")]);
  return Transpose(order, "swapaxes")(x);
}

Tensor moveaxis(const Tensor& x, std::int64_t source, std::int64_t destination) {
  BERAS_NOTE_SYMBOLIC(moveaxis, x, source, destination);
  return moveaxis(x, Shape{source}, Shape{destination});
}

Tensor moveaxis(const Tensor& x, const Shape& sources, const Shape& destinations) {
  BERAS_NOTE_SYMBOLIC(moveaxis, x, sources, destinations);
  const auto places = [&](const Shape& axes) {
    return Axes(std::vector<std::int64_t>(axes.begin(), axes.end())).ordered(x.rank(), "moveaxis");
  };
  const Shape from = places(sources);
  const Shape to = places(destinations);
  if (from.size() != to.size()) {
    throw ValueError("moveaxis", "as many destinations as sources",
                     to_string(sources) + " and " + to_string(destinations));
  }
  Shape order(x.rank(), -1);
  for (std::size_t i = 0; i < from.size(); ++i) order[static_cast<std::size_t>(to[i])] = from[i];
  std::int64_t next = 0;
  for (std::int64_t& axis : order) {
    if (axis >= 0) continue;
    while (contains(from, next)) ++next;
    axis = next++;
  }
  return Transpose(order, "moveaxis")(x);
}

Tensor expand_dims(const Tensor& x, const Axes& axes) {
  BERAS_NOTE_SYMBOLIC(expand_dims, x, axes);
  const Shape places = axes.resolve(x.rank() + axes.count(), "expand_dims");
  Shape shape = x.shape();
  for (const std::int64_t place : places) shape.insert(shape.begin() + place, 1);
  return Reshape(shape, "expand_dims")(x);
}

Tensor squeeze(const Tensor& x, const Axes& axes) {
  BERAS_NOTE_SYMBOLIC(squeeze, x, axes);
  const Shape chosen = axes.resolve(x.rank(), "squeeze");
  Shape shape;
  for (std::size_t axis = 0; axis < x.rank(); ++axis) {
    const std::int64_t length = x.shape()[axis];
    const bool named = contains(chosen, static_cast<std::int64_t>(axis));
    if (named && !axes.all() && length != 1) {
      throw ShapeError("squeeze", "axis " + std::to_string(axis) + " of length 1",
                       "input of shape " + to_string(x.shape()));
    }
    if (!named || length != 1) shape.push_back(length);
  }
  return Reshape(shape, "squeeze")(x);
}

Tensor broadcast_to(const Tensor& x, const Shape& shape) {
  BERAS_NOTE_SYMBOLIC(broadcast_to, x, shape);
  element_count(shape);
  broadcast_strides(x.shape(), x.strides(), shape, "broadcast_to");
  return BroadcastTo(shape)(x);
}

Tensor flip(const Tensor& x, const Axes& axes) {
  BERAS_NOTE_SYMBOLIC(flip, x, axes);
  return Flip(axes.resolve(x.rank(), "flip"))(x);
}

}  // namespace beras::ops

namespace beras {

Tensor Tensor::reshape(const Shape& shape) const { return ops::reshape(*this, shape); }

Tensor Tensor::transpose(const Shape& axes) const { return ops::transpose(*this, axes); }

Tensor Tensor::copy() const { return ops::Copy()(*this); }

Tensor Tensor::contiguous() const { return is_contiguous() ? *this : copy(); }

}  // namespace beras
