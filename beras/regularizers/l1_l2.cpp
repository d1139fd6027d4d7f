#include <beras/regularizers/l1_l2.h>

#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/regularizers/factor_internal.h>
#include <beras/tensor/operators.h>

namespace beras::regularizers {

L1L2::L1L2(L1L2Options options) : options_(options) {
  checked_factor("L1L2", "l1", options.l1);
  checked_factor("L1L2", "l2", options.l2);
}

Tensor L1L2::operator()(const Tensor& x) const {
  Tensor penalty = Tensor(0.0, x.dtype()).detach();
  if (options_.l1 != 0) penalty = penalty + ops::sum(ops::abs(x)) * options_.l1;
  if (options_.l2 != 0) penalty = penalty + ops::sum(ops::square(x)) * options_.l2;
  return penalty;
}

}  // namespace beras::regularizers
