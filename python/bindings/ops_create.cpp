// Tensors of constants.
#include <beras/ops/cast.h>
#include <beras/ops/linspace.h>
#include <beras/ops/shape.h>
#include <beras/tensor/create.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using MaybeDType = std::optional<DType>;

template <int Value>
Tensor filled(const Shape& shape, MaybeDType dtype) {
  return ops::full(shape, Value, dtype.value_or(DType::float32));
}

Tensor full(const Shape& shape, const ops::Operand& fill_value, MaybeDType dtype) {
  const DType type = dtype.value_or(DType::float32);
  if (fill_value.is_number()) return ops::full(shape, fill_value.number(), type);
  return ops::broadcast_to(ops::cast(fill_value.tensor(), type), shape).copy();
}

Tensor full_like(const Tensor& x, const ops::Operand& fill_value, MaybeDType dtype) {
  return full(x.shape(), fill_value, dtype.value_or(x.dtype()));
}

Tensor arange(Scalar start, std::optional<Scalar> stop, std::optional<Scalar> step,
              MaybeDType dtype) {
  return ops::arange(stop ? start : Scalar(0), stop.value_or(start), step.value_or(1), dtype);
}

/// Numbers count in full precision, and leave the dtype to the tensors.
Tensor linspace(const ops::Operand& start, const ops::Operand& stop, std::int64_t num,
                bool endpoint, MaybeDType dtype, std::int64_t axis) {
  DType natural = DType::float32;
  const auto tensor = [&](const ops::Operand& end) {
    if (end.is_number()) return Tensor(end.number(), DType::float64);
    if (end.tensor().dtype() == DType::float64) natural = DType::float64;
    return end.tensor();
  };
  const Tensor first = tensor(start), last = tensor(stop);
  return ops::linspace(first, last, num, {endpoint, dtype.value_or(natural)}, axis);
}

Tensor eye(std::int64_t n, std::optional<std::int64_t> m, std::int64_t k, MaybeDType dtype) {
  return ops::eye(n, m, k, dtype.value_or(DType::float32));
}

Tensor identity(std::int64_t n, MaybeDType dtype) { return eye(n, n, 0, dtype); }

}  // namespace

void bind_create(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a, shape = "shape"_a;
  const auto dtype = "dtype"_a = nb::none();

  def("zeros", filled<0>, shape, dtype);
  def("empty", filled<0>, shape, dtype);
  def("ones", filled<1>, shape, dtype);
  def("full", full, shape, "fill_value"_a, dtype);
  def("zeros_like", &ops::zeros_like, x, dtype);
  def("empty_like", &ops::zeros_like, x, dtype);
  def("ones_like", &ops::ones_like, x, dtype);
  def("full_like", full_like, x, "fill_value"_a, dtype);
  def("arange", arange, "start"_a, "stop"_a = nb::none(), "step"_a = nb::none(), dtype);
  def("linspace", linspace, "start"_a, "stop"_a, "num"_a = 50, "endpoint"_a = true, dtype,
      "axis"_a = 0);
  def("eye", eye, "N"_a, "M"_a = nb::none(), "k"_a = 0, dtype);
  def("identity", identity, "n"_a, dtype);
}

}  // namespace beras::python
