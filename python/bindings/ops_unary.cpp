#include <beras/ops/unary.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {

void bind_unary(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a;

  def("abs", &ops::abs, x);
  def("absolute", &ops::abs, x);
  def("negative", &ops::negative, x);
  def("sign", &ops::sign, x);
  def("square", &ops::square, x);
  def("sqrt", &ops::sqrt, x);
  def("rsqrt", &ops::rsqrt, x);
  def("reciprocal", &ops::reciprocal, x);
  def("cbrt", &ops::cbrt, x);
  def("exp", &ops::exp, x);
  def("exp2", &ops::exp2, x);
  def("expm1", &ops::expm1, x);
  def("log", &ops::log, x);
  def("log1p", &ops::log1p, x);
  def("log2", &ops::log2, x);
  def("log10", &ops::log10, x);
  def("sin", &ops::sin, x);
  def("cos", &ops::cos, x);
  def("tan", &ops::tan, x);
  def("arcsin", &ops::arcsin, x);
  def("arccos", &ops::arccos, x);
  def("arctan", &ops::arctan, x);
  def("sinh", &ops::sinh, x);
  def("cosh", &ops::cosh, x);
  def("tanh", &ops::tanh, x);
  def("arcsinh", &ops::arcsinh, x);
  def("arccosh", &ops::arccosh, x);
  def("arctanh", &ops::arctanh, x);
  def("deg2rad", &ops::deg2rad, x);
  def("rad2deg", &ops::rad2deg, x);
  def("erf", &ops::erf, x);
  def("erfc", &ops::erfc, x);
  def("erfinv", &ops::erfinv, x);
  def("floor", &ops::floor, x);
  def("ceil", &ops::ceil, x);
  def("trunc", &ops::trunc, x);
  def("round", &ops::round, x, "decimals"_a = 0);
  def("nan_to_num", &ops::nan_to_num, x, "nan"_a = 0.0, "posinf"_a = nb::none(),
      "neginf"_a = nb::none());
  def("isnan", &ops::isnan, x);
  def("isinf", &ops::isinf, x);
  def("isfinite", &ops::isfinite, x);
  def("logical_not", &ops::logical_not, x);
  def("bitwise_not", &ops::bitwise_not, x);
  def("bitwise_invert", &ops::bitwise_not, x);
}

}  // namespace beras::python
