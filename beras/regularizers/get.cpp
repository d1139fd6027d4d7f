#include <beras/regularizers/get.h>

#include <beras/regularizers/all.h>

namespace beras::regularizers {

Registry<AnyRegularizer>& registry() {
  static auto& known = *new Registry<AnyRegularizer>("keras.regularizers", "regularizer", All());
  return known;
}

WeightFunction get(std::string_view name) { return registry().make(name); }

AnyRegularizer::AnyRegularizer(const std::string& name) : AnyRegularizer(registry().make(name)) {}

}  // namespace beras::regularizers

namespace beras {

using regularizers::AnyRegularizer;

Config ConfigValue<AnyRegularizer>::write(const AnyRegularizer& value) {
  return value.serialized();
}
AnyRegularizer ConfigValue<AnyRegularizer>::read(const Config& config, const ConfigPlace&) {
  return config.is_null() ? AnyRegularizer() : regularizers::registry().make_from(config);
}

}  // namespace beras
