#include <beras/layers/registry.h>

#include <beras/base/type_of_internal.h>
#include <beras/layers/all.h>

namespace beras::layers {

Registry<std::shared_ptr<Layer>>& registry() {
  static auto& known = *[] {
    auto* const all = new Registry<std::shared_ptr<Layer>>("keras.layers", "layer");
    all->add(All());
    return all;
  }();
  return known;
}

std::shared_ptr<Layer> from_config(const Config& config) { return registry().make_from(config); }

Config Layer::common_config() const {
  return Config::Map{{"name", name()},
                     {"trainable", !frozen()},
                     {"dtype", ConfigValue<DTypePolicy>::write(dtype_policy())}};
}

std::shared_ptr<Layer> Layer::made_again() const {
  const std::type_info* type = type_of(*this);
  const auto* entry = type ? registry().find(*type) : nullptr;
  if (!entry) return nullptr;
  return entry->make(entry->get_config(dynamic_cast<const void*>(this)));
}

Config Layer::get_config() const {
  return registry().config_at(type_of(*this), dynamic_cast<const void*>(this), label());
}

}  // namespace beras::layers
