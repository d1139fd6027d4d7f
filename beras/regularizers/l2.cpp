#include <beras/regularizers/l2.h>

#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/regularizers/factor_internal.h>
#include <beras/tensor/operators.h>

namespace beras::regularizers {

L2::L2(double l2) : l2_(checked_factor("L2", "l2", l2)) {}

Tensor L2::operator()(const Tensor& x) const { return ops::sum(ops::square(x)) * l2_; }

}  // namespace beras::regularizers
