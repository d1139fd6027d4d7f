#include <beras/constraints/min_max_norm.h>

#include <utility>

#include <beras/base/epsilon.h>
#include <beras/constraints/norms_internal.h>
#include <beras/ops/select.h>
#include <beras/tensor/operators.h>

namespace beras::constraints {

MinMaxNorm::MinMaxNorm(MinMaxNormOptions options) : options_(std::move(options)) {}

Tensor MinMaxNorm::operator()(const Tensor& w) const {
  const double rate = options_.rate.as<double>();
  const Tensor lengths = norms(w, options_.axis);
  const Tensor bounded = ops::clip(lengths, options_.min_value, options_.max_value);
  return w * ((bounded * rate + lengths * (1 - rate)) / (lengths + epsilon()));
}

}  // namespace beras::constraints
