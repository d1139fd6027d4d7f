// The constraint that lets no weight vector be longer than a bound.
#pragma once

#include <beras/base/export.h>
#include <beras/constraints/constraint.h>
#include <beras/core/signature.h>

namespace beras::constraints {

struct MaxNormOptions {
  Scalar max_value = 2;
  /// 0 for the vector of each unit of a Dense layer, {0, 1, 2} for each filter of a Conv2D.
  Axes axis = 0;
};

/// w clip(|w|, 0, max_value) / (epsilon() + |w|), with the norm |w| over `axis`.
class BERAS_API MaxNorm : public Constraint {
 public:
  explicit MaxNorm(MaxNormOptions options = {});
  Tensor operator()(const Tensor& w) const override;
  const MaxNormOptions& options() const { return options_; }

 private:
  MaxNormOptions options_;
};

template <std::same_as<MaxNorm> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MaxNormOptions>;
  return arguments<Class>("MaxNorm", FIELD(Options, max_value), FIELD(Options, axis));
}

}  // namespace beras::constraints
