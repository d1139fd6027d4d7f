#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/linalg.h>
#include <beras/ops/normalize.h>
#include <beras/ops/reduce.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// Squares of halves overflow, and a small epsilon is 0 among them.
Tensor widened(const Tensor& x) {
  return cast(x.rank() == 0 ? x.reshape({1}) : x, compute_dtype(x.dtype()));
}
Tensor narrowed(const Tensor& y, const Tensor& x) {
  return is_floating(x.dtype()) && compute_dtype(x.dtype()) != x.dtype() ? cast(y, x.dtype()) : y;
}

}  // namespace

Tensor normalize(const Tensor& x, const Axes& axes, std::int64_t order,
                 std::optional<double> epsilon) {
  BERAS_NOTE_SYMBOLIC(normalize, x, axes, order, epsilon);
  if (order < 1) throw ValueError("normalize", "order: at least 1", std::to_string(order));
  const double smallest = epsilon.value_or(beras::epsilon());
  const Tensor wide = widened(x);
  if (order == 2) {  // over several axes too, where `norm` would be that of matrices
    const Tensor squares = sum(square(wide), axes, true);
    return narrowed(wide * rsqrt(maximum(squares, smallest * smallest)), x);
  }
  const Tensor length = norm(wide, {.ord = order, .axis = axes, .keepdims = true});
  return narrowed(wide / maximum(length, smallest), x);
}

Tensor rms_normalization(const Tensor& x, const Tensor& scale, const Axes& axes,
                         std::optional<double> epsilon) {
  BERAS_NOTE_SYMBOLIC_AS("rms_norm", rms_normalization, x, scale, axes, epsilon);
  const Tensor wide = widened(x);
  const Tensor y =
      wide * rsqrt(mean(square(wide), axes, true) + epsilon.value_or(beras::epsilon()));
  return narrowed(scale.defined() ? y * scale : y, x);
}

}  // namespace beras::ops
