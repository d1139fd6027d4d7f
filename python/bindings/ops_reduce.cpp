// Reductions, running sums, and order.
#include <beras/ops/cast.h>
#include <beras/ops/reduce.h>
#include <beras/ops/scan.h>
#include <beras/ops/sort.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

Tensor cast_if(const Tensor& x, std::optional<DType> dtype) {
  return dtype ? ops::cast(x, *dtype) : x;
}

Tensor prod(const Tensor& x, const Axes& axes, bool keepdims, std::optional<DType> dtype) {
  return ops::prod(cast_if(x, dtype), axes, keepdims);
}

template <Tensor (*Extreme)(const Tensor&, const Axes&, bool),
          Tensor (*From)(const Tensor&, const Axes&, bool, Scalar)>
Tensor extreme(const Tensor& x, const Axes& axes, bool keepdims, std::optional<Scalar> initial) {
  return initial ? From(x, axes, keepdims, *initial) : Extreme(x, axes, keepdims);
}

Tensor cumsum(const Tensor& x, std::optional<std::int64_t> axis, std::optional<DType> dtype) {
  return ops::cumsum(cast_if(x, dtype), axis);
}

Tensor cumprod(const Tensor& x, std::optional<std::int64_t> axis, std::optional<DType> dtype) {
  return ops::cumprod(cast_if(x, dtype), axis);
}

/// The k greatest always come sorted, whatever the caller asks for.
std::pair<Tensor, Tensor> top_k(const Tensor& x, std::int64_t k, bool) {
  auto [values, indices] = ops::top_k(x, k);
  return {values, indices};
}

}  // namespace

void bind_reduce(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a;
  const auto axes = "axis"_a = Axes();
  const auto axis = "axis"_a = nb::none(), dtype = "dtype"_a = nb::none();
  const auto last = "axis"_a.none() = -1;
  const auto keepdims = "keepdims"_a = false;

  def("sum", &ops::sum, x, axes, keepdims);
  def("prod", prod, x, axes, keepdims, dtype);
  def("mean", &ops::mean, x, axes, keepdims);
  def("var", &ops::var, x, axes, keepdims);
  def("std", &ops::std, x, axes, keepdims);
  const auto initial = "initial"_a = nb::none();
  def("max", extreme<ops::max, ops::max>, x, axes, keepdims, initial);
  def("min", extreme<ops::min, ops::min>, x, axes, keepdims, initial);
  def("amax", nb::overload_cast<const Tensor&, const Axes&, bool>(&ops::max), x, axes, keepdims);
  def("amin", nb::overload_cast<const Tensor&, const Axes&, bool>(&ops::min), x, axes, keepdims);
  def("logsumexp", &ops::logsumexp, x, axes, keepdims);
  def("any", &ops::any, x, axes, keepdims);
  def("all", &ops::all, x, axes, keepdims);
  def("count_nonzero", &ops::count_nonzero, x, axes, keepdims);
  def("argmax", &ops::argmax, x, axis, keepdims);
  def("argmin", &ops::argmin, x, axis, keepdims);

  def("cumsum", cumsum, x, axis, dtype);
  def("cumprod", cumprod, x, axis, dtype);

  def("sort", &ops::sort, x, last);
  def("argsort", &ops::argsort, x, last);
  def("top_k", top_k, x, "k"_a, "sorted"_a = true);
}

}  // namespace beras::python
