// Products of matrices and tensors, and norms.
#include <nanobind/stl/variant.h>

#include <beras/ops/einsum.h>
#include <beras/ops/linalg.h>
#include <beras/ops/linear.h>
#include <beras/ops/matmul.h>

#include "bindings/conversions.h"
#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using PairedAxes = std::variant<std::int64_t, std::pair<Shape, Shape>>;
using Order = std::variant<double, std::string>;

Tensor tensordot(const Tensor& x1, const Tensor& x2, const PairedAxes& axes) {
  if (const auto* count = std::get_if<std::int64_t>(&axes)) return ops::tensordot(x1, x2, *count);
  const auto& [axes1, axes2] = std::get<std::pair<Shape, Shape>>(axes);
  return ops::tensordot(x1, x2, axes1, axes2);
}

Tensor norm(const Tensor& x, const std::optional<Order>& ord, const Axes& axis, bool keepdims) {
  ops::NormOptions options{.axis = axis, .keepdims = keepdims};
  if (ord) options.ord = std::visit([](auto& p) { return ops::NormOrder(p); }, *ord);
  return ops::norm(x, options);
}

Tensor linear(const Tensor& x, const Tensor& kernel, const std::optional<Tensor>& bias) {
  return ops::linear(x, kernel, bias.value_or(Tensor()));
}

/// NumPy's and Keras's further options concern the order of the products, which is our own.
Tensor einsum(const std::string& subscripts, nb::args operands, nb::kwargs) {
  Tensors tensors;
  for (const nb::handle operand : operands)
    tensors.push_back(cast_or_refuse<Tensor>(operand, "einsum", "operands"));
  const Released unlocked;
  return ops::einsum(subscripts, tensors);
}

}  // namespace

void bind_linalg(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x1 = "x1"_a, x2 = "x2"_a;

  def("matmul", &ops::matmul, x1, x2);
  def("dot", &ops::dot, x1, x2);
  def("vdot", &ops::vdot, x1, x2);
  def("inner", &ops::inner, x1, x2);
  def("outer", &ops::outer, x1, x2);
  def("tensordot", tensordot, x1, x2, "axes"_a = 2);
  def("norm", norm, "x"_a, "ord"_a = nb::none(), "axis"_a = Axes(), "keepdims"_a = false);
  def("linear", linear, "x"_a, "kernel"_a, "bias"_a = nb::none());
  m.def("einsum", einsum, "subscripts"_a, "operands"_a, "options"_a, doc("beras::ops::einsum"));
}

}  // namespace beras::python
