// Shapes, and tensors put together and taken apart.
#include <nanobind/stl/variant.h>

#include <beras/base/error.h>
#include <beras/ops/join.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/shape.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using NumberOrNumbers = std::variant<std::int64_t, Shape>;
using PadWidths = std::variant<std::int64_t, ops::PadWidth, std::vector<ops::PadWidth>>;

Tensor transpose(const Tensor& x, const std::optional<Shape>& axes) {
  return ops::transpose(x, axes.value_or(Shape()));
}

Tensor moveaxis(const Tensor& x, const Shape& source, const Shape& destination) {
  return ops::moveaxis(x, source, destination);
}

Tensors split(const Tensor& x, const NumberOrNumbers& parts, std::int64_t axis) {
  return std::visit([&](const auto& value) { return ops::split(x, value, axis); }, parts);
}

Tensors unstack(const Tensor& x, std::optional<std::int64_t> num, std::int64_t axis) {
  if (num && *num != x.dim(axis)) {
    throw ValueError("unstack", "num = " + std::to_string(x.dim(axis)), std::to_string(*num));
  }
  return ops::unstack(x, axis);
}

Tensor repeat(const Tensor& x, const NumberOrNumbers& repeats, std::optional<std::int64_t> axis) {
  return std::visit([&](const auto& value) { return ops::repeat(x, value, axis); }, repeats);
}

Tensor roll(const Tensor& x, const Shape& shift, const std::optional<Shape>& axis) {
  if (shift.size() == 1 && !axis) return ops::roll(x, shift[0]);
  if (shift.size() == 1 && axis->size() == 1) return ops::roll(x, shift[0], (*axis)[0]);
  return axis ? ops::roll(x, shift, *axis)
              : ops::roll(ops::ravel(x), shift, {0}).reshape(x.shape());
}

Tensor pad(const Tensor& x, const PadWidths& pad_width, const std::string& mode,
           std::optional<Scalar> constant_values) {
  std::vector<ops::PadWidth> widths;
  if (const auto* all = std::get_if<std::int64_t>(&pad_width)) {
    widths = {{*all, *all}};
  } else if (const auto* pair = std::get_if<ops::PadWidth>(&pad_width)) {
    widths = {*pair};
  } else {
    widths = std::get<std::vector<ops::PadWidth>>(pad_width);
  }
  return ops::pad(x, widths, {.mode = mode, .constant_values = constant_values.value_or(0)});
}

}  // namespace

void bind_shape(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a;
  const auto none = [](const char* name) { return nb::arg(name) = nb::none(); };

  def("reshape", &ops::reshape, x, "newshape"_a);
  def("copy", &Tensor::copy, x);
  def("ravel", &ops::ravel, x);
  def("transpose", transpose, x, none("axes"));
  def("permute", &ops::permute, x, "axes"_a);
  def("swapaxes", &ops::swapaxes, x, "axis1"_a, "axis2"_a);
  def("moveaxis", moveaxis, x, "source"_a, "destination"_a);
  def("expand_dims", &ops::expand_dims, x, "axis"_a);
  def("squeeze", &ops::squeeze, x, "axis"_a = Axes());
  def("broadcast_to", &ops::broadcast_to, x, "shape"_a);
  def("flip", &ops::flip, x, "axis"_a = Axes());
  def("reduce_to_shape", &ops::reduce_to_shape, "gradient"_a, "shape"_a);

  def("concatenate", &ops::concatenate, "xs"_a, "axis"_a = 0);
  def("stack", &ops::stack, x, "axis"_a = 0);
  def("split", split, x, "indices_or_sections"_a, "axis"_a = 0);
  def("unstack", unstack, x, none("num"), "axis"_a = 0);
  def("tile", &ops::tile, x, "repeats"_a);
  def("repeat", repeat, x, "repeats"_a, none("axis"));
  def("roll", roll, x, "shift"_a, none("axis"));
  def("pad", pad, x, "pad_width"_a, "mode"_a = "constant", none("constant_values"));
}

}  // namespace beras::python
