// The constraint that gives all weight vectors length 1.
#pragma once

#include <utility>

#include <beras/base/export.h>
#include <beras/constraints/constraint.h>
#include <beras/core/signature.h>

namespace beras::constraints {

/// w / (epsilon() + |w|), with the norm |w| over `axis`: 0 for the vector of each unit of a Dense
/// layer, {0, 1, 2} for each filter of a Conv2D.
class BERAS_API UnitNorm : public Constraint {
 public:
  explicit UnitNorm(Axes axis = 0) : axis_(std::move(axis)) {}
  Tensor operator()(const Tensor& w) const override;
  const Axes& axis() const { return axis_; }

 private:
  Axes axis_;
};

template <std::same_as<UnitNorm> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("UnitNorm", optional<&Class::axis>("axis", 0));
}

}  // namespace beras::constraints
