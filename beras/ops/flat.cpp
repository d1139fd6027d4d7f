#include <beras/ops/flat_internal.h>

#include <string>
#include <vector>

#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/shape.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

struct Flat : Primitive<Flat> {
  Tensors forward(const Arguments& arguments) const override { return {arguments[0].detach()}; }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[1];
    Tensor zero(0, x.dtype(), device_of(x));
    zero.trainable(false);
    return {J[0], flat(broadcast_to(zero, x.shape()), x)};
  }
  std::vector<std::string> argument_names() const override { return {"gradient", "x"}; }
  std::string label() const override { return "flat"; }
};

struct Picked : Primitive<Picked> {
  Tensor call(const Tensor& x) const override { return x.detach(); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {flat(J[0], inputs()[0])};
  }
  std::string label() const override { return "picked"; }
};

}  // namespace

Tensor flat(const Tensor& gradient, const Tensor& x) {
  return is_recording() ? Flat().apply({gradient, x})[0] : gradient;
}

Tensor picked(const Tensor& x) { return is_watched() ? Picked()(x) : x; }

}  // namespace beras::ops
