#include <beras/layers/registry.h>

#include <beras/base/type_of_internal.h>
#include <beras/layers/all.h>

namespace beras::layers {

Registry<std::shared_ptr<Layer>>& registry() {
  static auto& known = *new Registry<std::shared_ptr<Layer>>("keras.layers", "layer", All());
  return known;
}

std::shared_ptr<Layer> from_config(const Config& config) { return registry().make_from(config); }

Config Layer::common_config() const {
  Config config = Config::Map{{"name", name()},
                              {"trainable", !frozen()},
                              {"dtype", ConfigValue<DTypePolicy>::write(dtype_policy())}};
  if (activity_regularizer()) config["activity_regularizer"] = activity_regularizer().get_config();
  return config;
}

void Layer::set_common_config(const Config& config) {
  if (const Config* name = config.find("name"); name && !name->is_null())
    *facts_.name = ConfigValue<std::string>::read(*name, {label(), "name"});
  if (const Config* policy = config.find("dtype"))
    facts_.dtype = ConfigValue<DTypePolicy>::read(*policy, {label(), "dtype"});
  const Config* regularizer = config.find("activity_regularizer");
  if (regularizer && !regularizer->is_null()) {
    facts_.activity_regularizer = ConfigValue<regularizers::AnyRegularizer>::read(
        *regularizer, {label(), "activity_regularizer"});
  }
  const Config* is_trainable = config.find("trainable");
  if (is_trainable && !ConfigValue<bool>::read(*is_trainable, {label(), "trainable"}))
    trainable(false);
}

std::shared_ptr<Layer> Layer::made_again() const {
  const std::type_info* type = type_of(*this);
  const auto* known = registry().find(type);
  if (!known) return nullptr;
  const bool is_own = !known->registered_name.empty();
  return registry().make(is_own ? known->registered_name : known->class_name, get_config());
}

Config Layer::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), label());
}

}  // namespace beras::layers
