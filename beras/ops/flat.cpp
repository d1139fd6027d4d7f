#include <beras/ops/step_internal.h>

#include <string>
#include <utility>

#include <beras/core/primitive.h>
#include <beras/ops/shape.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

struct Step : Primitive<Step> {
  explicit Step(Tensor of_x) : value(std::move(of_x)) {}

  Tensor call(const Tensor& x) const override { return broadcast_to(value, x.shape()).detach(); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[0];
    Tensor zero(0, x.dtype());
    zero.trainable(false);
    return {J[0] * step(zero, x)};
  }
  std::string label() const override { return "step"; }

  Tensor value;
};

}  // namespace

Tensor step(const Tensor& value, const Tensor& x) { return Step(value)(x); }

}  // namespace beras::ops
