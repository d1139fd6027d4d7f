#include <beras/ops/dropout.h>

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include <beras/backend/random.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

struct Dropout : Primitive<Dropout> {
  Dropout(double probability, std::uint64_t seed) : rate(probability), key(seed) {}

  Tensor call(const Tensor& x) const override {
    Tensor out = Tensor::empty(x.shape(), x.dtype(), device_of(x));
    backend::random(out.device())->dropout(key, rate, x.contiguous(), out);
    return out;
  }
  // The function is linear, and equal keys drop the same elements.
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {Dropout(rate, key)(J[0])};
  }
  double flops(const Arguments&, const Tensors& outputs) const override {
    return static_cast<double>(outputs[0].size());
  }
  std::string label() const override { return "dropout"; }

  double rate;
  std::uint64_t key;
};

}  // namespace

Tensor dropout(const Tensor& x, double rate, const std::optional<Shape>& noise_shape,
               random::Seed seed) {
  BERAS_NOTE_SYMBOLIC(dropout, x, rate, noise_shape, seed);
  if (!(rate >= 0 && rate <= 1)) {
    throw ValueError("dropout", "a rate from 0 to 1", fmt::format("{}", rate));
  }
  if (!is_floating(x.dtype())) {
    throw DTypeError("dropout", "a floating dtype", std::string(dtype_name(x.dtype())));
  }
  if (noise_shape && broadcast_shapes(x.shape(), *noise_shape, "dropout") != x.shape()) {
    throw ShapeError("dropout", "a noise_shape that broadcasts to " + to_string(x.shape()),
                     to_string(*noise_shape));
  }
  if (rate == 0) return x;
  const Dropout drop(rate, seed.next());
  if (!noise_shape || *noise_shape == x.shape()) return drop(x);
  return x * drop.call(Tensor::ones(*noise_shape, x.dtype(), device_of(x)));
}

}  // namespace beras::ops
