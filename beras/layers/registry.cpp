#include <beras/layers/registry.h>

#include <beras/activations/read_layers_internal.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/all.h>
#include <beras/layers/batch_shape_internal.h>
#include <beras/layers/input_config_internal.h>
#include <beras/layers/input_layer.h>

namespace beras::layers {
namespace {

struct LayerAsActivation {
  std::shared_ptr<Layer> layer;

  Tensor operator()(const Tensor& x) const { return (*layer)(x); }
  Config serialized() const { return layer->serialized(); }
};

std::optional<activations::AnyActivation> read_activation(const Config& config) {
  if (!registry().describes_known(config)) return std::nullopt;
  return LayerAsActivation{from_config(config)};
}

}  // namespace

Registry<std::shared_ptr<Layer>>& registry() {
  static auto& known = *[] {
    activations::read_layers_by(read_activation);
    auto* const all = new Registry<std::shared_ptr<Layer>>("keras.layers", "layer", All());
    const auto get_config = [](const void* object) {
      return config_of_input(*static_cast<const InputLayer*>(object));
    };
    all->add({.class_name = "InputLayer", .type = type_of<InputLayer>(), .get_config = get_config},
             {"InputLayer", "input_layer"}, input_from, all->copier_of<InputLayer>());
    return all;
  }();
  return known;
}

std::shared_ptr<Layer> from_config(const Config& config) {
  std::shared_ptr<Layer> layer = registry().make_from(config);
  const Config* build_config = config.find("build_config");
  if (build_config) build_as_told(*layer, build_config->find("input_shape"), "input_shape");
  return layer;
}

Config Layer::common_config() const {
  Config config = Config::Map{{"name", name()},
                              {"trainable", !frozen()},
                              {"dtype", ConfigValue<DTypePolicy>::write(dtype_policy())}};
  if (activity_regularizer()) config["activity_regularizer"] = activity_regularizer().serialized();
  return config;
}

void Layer::set_common_config(const Config& config) {
  if (const Config* name = config.find("name"); name && !name->is_null())
    *facts_.name = ConfigValue<std::string>::read(*name, {label(), "name"});
  if (const Config* policy = config.find("dtype"))
    facts_.dtype = facts_.policy = ConfigValue<DTypePolicy>::read(*policy, {label(), "dtype"});
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

std::shared_ptr<const Diffable> Layer::graph_handle() const {
  return kept_once([this]() -> std::shared_ptr<const Diffable> {
    if (auto own = handle()) return own;
    if (facts_.copy) return facts_.copy(*this);
    if (auto copy = registry().copy(type_of(*this), dynamic_cast<const void*>(this))) return copy;
    return Diffable::graph_handle();
  });
}

Config Layer::get_build_config() const {
  if (!built()) return nullptr;
  return Config::Map{{"input_shape", built_for(*this)}};
}

Config Layer::serialized() const {
  Config all = registry().serialize(type_of(*this), get_config());
  if (Config shapes = get_build_config(); !shapes.is_null())
    all["build_config"] = std::move(shapes);
  return all;
}

Config Layer::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), label());
}

}  // namespace beras::layers
