#include <beras/ops/binary.h>
#include <beras/ops/multiply_add.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

template <auto Close>
auto close(const ops::Operand& x1, const ops::Operand& x2, double rtol, double atol,
           bool equal_nan) {
  return Close(x1, x2, {rtol, atol, equal_nan});
}

}  // namespace

void bind_binary(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x1 = "x1"_a, x2 = "x2"_a, x = "x"_a, y = "y"_a;

  def("add", &ops::add, x1, x2);
  def("subtract", &ops::subtract, x1, x2);
  def("multiply", &ops::multiply, x1, x2);
  def("divide", &ops::divide, x1, x2);
  def("true_divide", &ops::true_divide, x1, x2);
  def("divide_no_nan", &ops::divide_no_nan, x1, x2);
  def("floor_divide", &ops::floor_divide, x1, x2);
  def("mod", &ops::mod, x1, x2);
  def("fmod", &ops::fmod, x1, x2);
  def("power", &ops::power, x1, x2);
  def("maximum", &ops::maximum, x1, x2);
  def("minimum", &ops::minimum, x1, x2);
  def("arctan2", &ops::arctan2, x1, x2);
  def("hypot", &ops::hypot, x1, x2);
  def("logaddexp", &ops::logaddexp, x1, x2);
  def("heaviside", &ops::heaviside, x1, x2);
  def("multiply_add", &ops::multiply_add, x1, x2, "x3"_a);

  def("bitwise_and", &ops::bitwise_and, x, y);
  def("bitwise_or", &ops::bitwise_or, x, y);
  def("bitwise_xor", &ops::bitwise_xor, x, y);
  def("left_shift", &ops::left_shift, x, y);
  def("right_shift", &ops::right_shift, x, y);
  def("bitwise_left_shift", &ops::left_shift, x, y);
  def("bitwise_right_shift", &ops::right_shift, x, y);

  def("equal", &ops::equal, x1, x2);
  def("not_equal", &ops::not_equal, x1, x2);
  def("less", &ops::less, x1, x2);
  def("less_equal", &ops::less_equal, x1, x2);
  def("greater", &ops::greater, x1, x2);
  def("greater_equal", &ops::greater_equal, x1, x2);
  def("logical_and", &ops::logical_and, x1, x2);
  def("logical_or", &ops::logical_or, x1, x2);
  def("logical_xor", &ops::logical_xor, x1, x2);

  const auto rtol = "rtol"_a = 1e-5, atol = "atol"_a = 1e-8;
  const auto equal_nan = "equal_nan"_a = false;
  def("isclose", close<ops::isclose>, x1, x2, rtol, atol, equal_nan);
  def("allclose", close<ops::allclose>, x1, x2, rtol, atol, equal_nan);
  def("array_equal", &ops::array_equal, x1, x2);
}

}  // namespace beras::python
