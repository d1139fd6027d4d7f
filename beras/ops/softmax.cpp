#include <beras/ops/softmax.h>

#include <string>

#include <beras/backend/softmax.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using backend::SoftmaxKind;

const char* name_of(SoftmaxKind kind) {
  return kind == SoftmaxKind::softmax ? "softmax" : "log_softmax";
}

/// Along the last axis, in float32 or float64.
struct Softmax : Primitive<Softmax> {
  explicit Softmax(SoftmaxKind which) : kind(which) {}

  Tensor call(const Tensor& x) const override {
    Tensor y = Tensor::empty(x.shape(), x.dtype(), device_of(x));
    if (x.size() > 0) backend::softmax(y.device())->forward(kind, x.contiguous(), y);
    return y;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& y = outputs()[0];
    const Tensor& dy = J[0];
    if (is_recording()) {
      if (kind == SoftmaxKind::softmax) return {y * (dy - (y * dy).sum({-1}, true))};
      return {dy - exp(y) * dy.sum({-1}, true)};
    }
    Tensor dx = Tensor::empty(y.shape(), y.dtype(), device_of(y, dy));
    if (y.size() > 0) backend::softmax(dx.device())->gradient(kind, y, dy.contiguous(), dx);
    return {dx};
  }
  // For each element, the maximum, a difference, an exponential, their sum, a quotient; back, a
  // product, its sum, a difference, a product.
  double flops(const Arguments&, const Tensors& outputs) const override {
    return 5.0 * outputs[0].size();
  }
  double gradient_flops() const override { return 4.0 * outputs()[0].size(); }
  std::string label() const override { return name_of(kind); }

  SoftmaxKind kind;
};

Tensor along(SoftmaxKind kind, const Tensor& x, std::int64_t axis) {
  if (x.rank() == 0) throw ShapeError(name_of(kind), "an input of rank 1 or more", "()");
  const std::size_t place = resolve_axis(axis, x.rank(), name_of(kind));
  const Tensor input = cast(x, compute_dtype(x.dtype()));
  const DType dtype = result_dtype(x.dtype());
  if (place + 1 == x.rank()) return cast(Softmax(kind)(input), dtype);
  return cast(swapaxes(Softmax(kind)(swapaxes(input, axis, -1)), axis, -1), dtype);
}

Tensor along(SoftmaxKind kind, const Tensor& x, const Axes& axes) {
  const Shape places = axes.resolve(x.rank(), name_of(kind));
  if (places.empty()) {
    throw ShapeError(name_of(kind), "at least one axis", "input of shape " + to_string(x.shape()));
  }
  Shape last;
  for (std::size_t i = x.rank() - places.size(); i < x.rank(); ++i)
    last.push_back(static_cast<std::int64_t>(i));
  const Tensor moved = moveaxis(x, places, last);
  Shape lines(moved.shape().begin(), moved.shape().begin() + last[0]);
  lines.push_back(1);
  for (const std::int64_t axis : last) lines.back() *= moved.shape()[axis];
  return moveaxis(along(kind, moved.reshape(lines), -1).reshape(moved.shape()), last, places);
}

}  // namespace

Tensor softmax(const Tensor& x, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(softmax, x, axis);
  return along(SoftmaxKind::softmax, x, axis);
}

Tensor log_softmax(const Tensor& x, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(log_softmax, x, axis);
  return along(SoftmaxKind::log_softmax, x, axis);
}

Tensor softmax(const Tensor& x, const Axes& axes) {
  BERAS_NOTE_SYMBOLIC(softmax, x, axes);
  return along(SoftmaxKind::softmax, x, axes);
}

Tensor log_softmax(const Tensor& x, const Axes& axes) {
  BERAS_NOTE_SYMBOLIC(log_softmax, x, axes);
  return along(SoftmaxKind::log_softmax, x, axes);
}

}  // namespace beras::ops
