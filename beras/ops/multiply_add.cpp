#include <beras/ops/multiply_add.h>

#include <beras/backend/elementwise.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

Tensor evaluate(const Tensor& a, const Tensor& b, const Tensor& c) {
  const DType dtype = promote(promote(a.dtype(), b.dtype()), c.dtype());
  const char* const who = "multiply_add";
  const Shape shape = broadcast_shapes(broadcast_shapes(a.shape(), b.shape(), who), c.shape(), who);
  Tensor out = Tensor::empty(shape, dtype, device_of(a, b, c));
  backend::elementwise(out.device())
      ->multiply_add(cast(a, dtype), cast(b, dtype), cast(c, dtype), out);
  return out;
}

/// da = dy b, db = dy a, dc = dy.
struct MultiplyAdd : Primitive<MultiplyAdd> {
  Tensors forward(const Arguments& arguments) const override {
    return {evaluate(arguments[0], arguments[1], arguments[2])};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    Tensors gradients(3);
    if (wants_input(0)) gradients[0] = reduced(J[0] * inputs()[1], inputs()[0]);
    if (wants_input(1)) gradients[1] = reduced(J[0] * inputs()[0], inputs()[1]);
    if (wants_input(2)) gradients[2] = reduced(J[0], inputs()[2]);
    return gradients;
  }
  double flops(const Arguments&, const Tensors& outputs) const override {
    return 2 * static_cast<double>(outputs[0].size());
  }
  std::vector<std::string> argument_names() const override { return {"x1", "x2", "x3"}; }
  std::string label() const override { return "multiply_add"; }

  static Tensor reduced(const Tensor& gradient, const Tensor& input) {
    return cast(reduce_to_shape(gradient, input.shape()), input.dtype());
  }
};

}  // namespace

Tensor multiply_add(const Operand& x1, const Operand& x2, const Operand& x3) {
  BERAS_NOTE_SYMBOLIC(multiply_add, x1, x2, x3);
  const auto [a, b] = as_tensors(x1, x2, "multiply_add");
  // A number takes the dtype of the product.
  const Tensor product = Tensor::empty({}, promote(a.dtype(), b.dtype()), device_of(a, b));
  const Tensor c = as_tensors(product, x3, "multiply_add").second;
  if (!is_floating(promote(product.dtype(), c.dtype()))) return add(multiply(a, b), c);
  return is_watched() ? MultiplyAdd()(a, b, c) : evaluate(a, b, c);
}

}  // namespace beras::ops
