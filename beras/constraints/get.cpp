#include <beras/constraints/get.h>

#include <beras/constraints/all.h>

namespace beras::constraints {

Registry<AnyConstraint>& registry() {
  static auto& known = *new Registry<AnyConstraint>("keras.constraints", "constraint", All());
  return known;
}

WeightFunction get(std::string_view name) { return registry().make(name); }

AnyConstraint::AnyConstraint(const std::string& name) : AnyConstraint(registry().make(name)) {}

}  // namespace beras::constraints

namespace beras {

using constraints::AnyConstraint;

Config ConfigValue<AnyConstraint>::write(const AnyConstraint& value) { return value.serialized(); }
AnyConstraint ConfigValue<AnyConstraint>::read(const Config& config, const ConfigPlace&) {
  return config.is_null() ? AnyConstraint() : constraints::registry().make_from(config);
}

}  // namespace beras
