#include <beras/constraints/non_neg.h>

#include <beras/ops/binary.h>

namespace beras::constraints {

Tensor NonNeg::operator()(const Tensor& w) const { return ops::maximum(w, 0); }

}  // namespace beras::constraints
