// Constraints by name, and the option that takes a constraint in any form.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <beras/base/export.h>
#include <beras/constraints/constraint.h>
#include <beras/core/any_weight_rule.h>

namespace beras::constraints {

/// The constraint of that name with its default options: "max_norm", "NonNeg", "unit_norm" ...;
/// ValueError with the nearest known name otherwise.
BERAS_API WeightFunction get(std::string_view name);

/// A constraint by name, as an object or a function, or none: `.kernel_constraint = "non_neg"`, or
/// `= MaxNorm({.max_value = 3})`, or `= [](const Tensor& w) { return ops::clip(w, -1, 1); }`.
/// ValueError for an empty function.
class BERAS_API AnyConstraint : public AnyWeightRule {
 public:
  AnyConstraint() = default;
  AnyConstraint(std::nullptr_t) {}
  AnyConstraint(const char* name) : AnyConstraint(std::string(name)) {}
  AnyConstraint(const std::string& name);
  template <WeightRule Object>
  AnyConstraint(Object object) : AnyWeightRule(std::move(object), "constraints") {}
};

/// All constraints: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<AnyConstraint>& registry();

}  // namespace beras::constraints

namespace beras {

/// Null for none, else as Keras serializes it; by name, too.
BERAS_CONFIG_VALUE(constraints::AnyConstraint);

template <std::derived_from<constraints::Constraint> Class>
Registry<constraints::AnyConstraint>& registry_of(Type<Class>) {
  return constraints::registry();
}

}  // namespace beras
