// The constraint that lets no weight be negative.
#pragma once

#include <beras/base/export.h>
#include <beras/constraints/constraint.h>
#include <beras/core/signature.h>

namespace beras::constraints {

/// max(w, 0), element by element.
class BERAS_API NonNeg : public Constraint {
 public:
  Tensor operator()(const Tensor& w) const override;
};

template <std::same_as<NonNeg> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("NonNeg");
}

}  // namespace beras::constraints
