#include <beras/ops/select.h>

#include <beras/backend/elementwise.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

Tensor choose(const Tensor& condition, const Tensor& a, const Tensor& b) {
  const DType dtype = promote(a.dtype(), b.dtype());
  const Shape shape =
      broadcast_shapes(condition.shape(), broadcast_shapes(a.shape(), b.shape(), "where"), "where");
  Tensor out = Tensor::empty(shape, dtype, device_of(condition, a, b));
  backend::elementwise(out.device())
      ->where(cast(condition, DType::boolean), cast(a, dtype), cast(b, dtype), out);
  return out;
}

struct Where : Primitive<Where> {
  Tensors forward(const Arguments& arguments) const override {
    return {choose(arguments[0], arguments[1], arguments[2])};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& condition = inputs()[0];
    Tensors gradients(3);
    if (wants_input(1)) gradients[1] = reduced(where(condition, J[0], 0), inputs()[1]);
    if (wants_input(2)) gradients[2] = reduced(where(condition, 0, J[0]), inputs()[2]);
    return gradients;
  }
  std::vector<std::string> argument_names() const override { return {"condition", "x1", "x2"}; }
  std::string label() const override { return "where"; }

  static Tensor reduced(const Tensor& gradient, const Tensor& input) {
    return cast(reduce_to_shape(gradient, input.shape()), input.dtype());
  }
};

}  // namespace

Tensor where(const Tensor& condition, const Operand& x1, const Operand& x2) {
  BERAS_NOTE_SYMBOLIC(where, condition, x1, x2);
  const auto [a, b] = as_tensors(x1, x2, "where");
  return is_watched() ? Where()(condition, a, b) : choose(condition, a, b);
}

Tensor clip(const Tensor& x, Scalar x_min, Scalar x_max) {
  BERAS_NOTE_SYMBOLIC(clip, x, x_min, x_max);
  if (!is_floating(x.dtype())) return minimum(maximum(x, x_min), x_max);
  return apply({backend::UnaryKind::clip, x_min.as<double>(), x_max.as<double>()}, x);
}

}  // namespace beras::ops
