#include <beras/constraints/unit_norm.h>

#include <beras/base/epsilon.h>
#include <beras/constraints/norms_internal.h>
#include <beras/tensor/operators.h>

namespace beras::constraints {

Tensor UnitNorm::operator()(const Tensor& w) const { return w / (norms(w, axis_) + epsilon()); }

}  // namespace beras::constraints
