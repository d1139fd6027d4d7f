// The constraint that keeps the lengths of weight vectors between two bounds.
#pragma once

#include <beras/base/export.h>
#include <beras/constraints/constraint.h>
#include <beras/core/signature.h>

namespace beras::constraints {

struct MinMaxNormOptions {
  Scalar min_value = 0.0;
  Scalar max_value = 1.0;
  /// How far towards the bound an update goes: 1 all the way.
  Scalar rate = 1.0;
  /// 0 for the vector of each unit of a Dense layer, {0, 1, 2} for each filter of a Conv2D.
  Axes axis = 0;
};

/// w (rate clip(|w|, min_value, max_value) + (1 - rate) |w|) / (epsilon() + |w|), with the norm |w|
/// over `axis`.
class BERAS_API MinMaxNorm : public Constraint {
 public:
  explicit MinMaxNorm(MinMaxNormOptions options = {});
  Tensor operator()(const Tensor& w) const override;
  const MinMaxNormOptions& options() const { return options_; }

 private:
  MinMaxNormOptions options_;
};

template <std::same_as<MinMaxNorm> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MinMaxNormOptions>;
  return arguments<Class>("MinMaxNorm", FIELD(Options, min_value), FIELD(Options, max_value),
                          FIELD(Options, rate), FIELD(Options, axis));
}

}  // namespace beras::constraints
