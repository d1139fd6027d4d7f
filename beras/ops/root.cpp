#include <limits>

#include <beras/ops/binary.h>
#include <beras/ops/root_internal.h>
#include <beras/ops/select.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

Tensor power_flat_at_zero(const Tensor& x, double p) {
  const Tensor is_zero = x == 0;
  // The power of another number there, as an infinite derivative times 0 would not be 0.
  const Tensor positive = where(is_zero, 1, x);
  const double at_zero = p > 0 ? 0 : std::numeric_limits<double>::infinity();
  return where(is_zero, at_zero, p == 0.5 ? sqrt(positive) : power(positive, p));
}

}  // namespace beras::ops
