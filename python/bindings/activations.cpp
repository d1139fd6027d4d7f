#include <beras/activations/functions.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using Plain = Tensor (*)(const Tensor&);
using WithNumber = Tensor (*)(const Tensor&, double);
using WithAxis = Tensor (*)(const Tensor&, std::int64_t);

Tensor relu(const Tensor& x, double negative_slope, std::optional<double> max_value,
            double threshold) {
  activations::ReluOptions options{.negative_slope = negative_slope, .threshold = threshold};
  if (max_value) options.max_value = *max_value;
  return activations::relu(x, options);
}

Tensor gelu(const Tensor& x, bool approximate) { return activations::gelu(x, approximate); }

}  // namespace

void bind_activations(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::activations");
  const auto x = "x"_a;
  const auto axis = "axis"_a = -1;

  def("relu", relu, x, "negative_slope"_a = 0.0, "max_value"_a = nb::none(), "threshold"_a = 0.0);
  def("relu6", &activations::relu6, x);
  def("leaky_relu", WithNumber(activations::leaky_relu), x, "negative_slope"_a = 0.2);
  def("elu", WithNumber(activations::elu), x, "alpha"_a = 1.0);
  def("selu", &activations::selu, x);
  def("celu", WithNumber(activations::celu), x, "alpha"_a = 1.0);
  def("gelu", gelu, x, "approximate"_a = false);
  def("silu", &activations::silu, x);
  def("swish", &activations::swish, x);
  def("mish", &activations::mish, x);
  def("sigmoid", &activations::sigmoid, x);
  def("log_sigmoid", &activations::log_sigmoid, x);
  def("hard_sigmoid", &activations::hard_sigmoid, x);
  def("hard_silu", &activations::hard_silu, x);
  def("hard_swish", &activations::hard_swish, x);
  def("tanh", &activations::tanh, x);
  def("hard_tanh", &activations::hard_tanh, x);
  def("tanh_shrink", &activations::tanh_shrink, x);
  def("hard_shrink", WithNumber(activations::hard_shrink), x, "threshold"_a = 0.5);
  def("soft_shrink", WithNumber(activations::soft_shrink), x, "threshold"_a = 0.5);
  def("softplus", &activations::softplus, x);
  def("softsign", &activations::softsign, x);
  def("squareplus", WithNumber(activations::squareplus), x, "b"_a = 4.0);
  def("sparse_plus", &activations::sparse_plus, x);
  def("sparse_sigmoid", &activations::sparse_sigmoid, x);
  def("softmax", WithAxis(activations::softmax), x, axis);
  def("log_softmax", WithAxis(activations::log_softmax), x, axis);
  def("exponential", &activations::exponential, x);
  def("linear", &activations::linear, x);
}

}  // namespace beras::python
