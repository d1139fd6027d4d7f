#include <beras/regularizers/l1.h>

#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/regularizers/factor_internal.h>
#include <beras/tensor/operators.h>

namespace beras::regularizers {

L1::L1(double l1) : l1_(static_cast<float>(checked_factor("L1", "l1", l1))) {}

Tensor L1::operator()(const Tensor& x) const { return ops::sum(ops::abs(x)) * l1_; }

}  // namespace beras::regularizers
