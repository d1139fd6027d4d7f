// Regularizers by name, and the option that takes a regularizer in any form.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/any_weight_rule.h>
#include <beras/regularizers/regularizer.h>

namespace beras::regularizers {

/// The regularizer of that name with its default options: "l2", "L1L2", "orthogonal_regularizer"
/// ...; ValueError with the nearest known name otherwise.
BERAS_API WeightFunction get(std::string_view name);

/// A regularizer by name, as an object or a function, or none: `.kernel_regularizer = "l2"`, or `=
/// L1(0.1)`, or `= [](const Tensor& w) { return ops::max(w); }`. ValueError for an empty function.
class BERAS_API AnyRegularizer : public AnyWeightRule {
 public:
  AnyRegularizer() = default;
  AnyRegularizer(std::nullptr_t) {}
  AnyRegularizer(const char* name) : AnyRegularizer(std::string(name)) {}
  AnyRegularizer(const std::string& name);
  template <WeightRule Object>
  AnyRegularizer(Object object) : AnyWeightRule(std::move(object), "regularizers") {}
};

/// All regularizers: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<AnyRegularizer>& registry();

}  // namespace beras::regularizers

namespace beras {

/// Null for none, else as Keras serializes it; by name, too.
BERAS_CONFIG_VALUE(regularizers::AnyRegularizer);

template <std::derived_from<regularizers::Regularizer> Class>
Registry<regularizers::AnyRegularizer>& registry_of(Type<Class>) {
  return regularizers::registry();
}

}  // namespace beras
