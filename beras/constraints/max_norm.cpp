#include <beras/constraints/max_norm.h>

#include <utility>

#include <beras/base/epsilon.h>
#include <beras/constraints/norms_internal.h>
#include <beras/ops/select.h>
#include <beras/tensor/operators.h>

namespace beras::constraints {

MaxNorm::MaxNorm(MaxNormOptions options) : options_(std::move(options)) {}

Tensor MaxNorm::operator()(const Tensor& w) const {
  const Tensor lengths = norms(w, options_.axis);
  return w * (ops::clip(lengths, 0, options_.max_value) / (lengths + epsilon()));
}

}  // namespace beras::constraints
