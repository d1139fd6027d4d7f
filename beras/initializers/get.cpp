#include <beras/initializers/get.h>

#include <beras/base/error.h>
#include <beras/initializers/all.h>

namespace beras::initializers {

Registry<AnyInitializer>& registry() {
  static auto& known = *new Registry<AnyInitializer>("keras.initializers", "initializer", All());
  return known;
}

Initializer get(std::string_view name) { return registry().make(name); }

// Made anew for each weight: random ones then differ from weight to weight.
AnyInitializer::AnyInitializer(const std::string& name)
    : initializer_(
          [name](const Shape& shape, DType dtype) { return registry().make(name)(shape, dtype); }),
      name_(name) {
  registry().find(name);
}

Config AnyInitializer::serialized() const {
  if (serializer_) return serializer_();
  if (!name_.empty()) return registry().make(name_).serialized();
  throw ValueError("initializers",
                   "a name or an object with a signature where a configuration is asked for",
                   "a function. Give a class of your own a signature and register it");
}

void AnyInitializer::check_function() const {
  if (!initializer_) throw ValueError("initializers", "a name or an object", "an empty function");
}

}  // namespace beras::initializers

namespace beras {

using initializers::AnyInitializer;

Config ConfigValue<AnyInitializer>::write(const AnyInitializer& value) {
  return value.serialized();
}
AnyInitializer ConfigValue<AnyInitializer>::read(const Config& config, const ConfigPlace&) {
  // A name is made anew for each weight, an object is not.
  if (const auto* name = config.get_if<std::string>()) return *name;
  return initializers::registry().make_from(config);
}

}  // namespace beras
