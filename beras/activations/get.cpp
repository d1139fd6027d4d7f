#include <beras/activations/get.h>

#include <atomic>
#include <map>
#include <vector>

#include <beras/activations/functions.h>
#include <beras/activations/read_layers_internal.h>
#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras::activations {
namespace {

using Defaults = Tensor (*)(const Tensor&);

const std::map<std::string, Defaults, std::less<>>& known() {
  static const auto& table = *new std::map<std::string, Defaults, std::less<>>{
      {"celu", celu},
      {"elu", elu},
      {"exponential", exponential},
      {"gelu", gelu},
      {"hard_shrink", hard_shrink},
      {"hard_sigmoid", hard_sigmoid},
      {"hard_silu", hard_silu},
      {"hard_swish", hard_silu},
      {"hard_tanh", hard_tanh},
      {"leaky_relu", leaky_relu},
      {"linear", linear},
      {"log_sigmoid", log_sigmoid},
      {"log_softmax", log_softmax},
      {"mish", mish},
      {"relu", relu},
      {"relu6", relu6},
      {"selu", selu},
      {"sigmoid", sigmoid},
      {"silu", silu},
      {"soft_shrink", soft_shrink},
      {"softmax", softmax},
      {"softplus", softplus},
      {"softsign", softsign},
      {"sparse_plus", sparse_plus},
      {"sparse_sigmoid", sparse_sigmoid},
      {"squareplus", squareplus},
      {"swish", silu},
      {"tanh", tanh},
      {"tanh_shrink", tanh_shrink},
  };
  return table;
}

std::atomic<std::optional<AnyActivation> (*)(const Config&)> read_layer = nullptr;

}  // namespace

Registry<AnyActivation>& registry() {
  static auto& classes = *new Registry<AnyActivation>("keras.activations", "activation", Types<>());
  return classes;
}

void read_layers_by(std::optional<AnyActivation> (*read)(const Config& config)) {
  read_layer = read;
}

Function get(std::string_view name) {
  const auto found = known().find(name);
  if (found != known().end()) return found->second;
  std::vector<std::string> names;
  for (const auto& entry : known()) names.push_back(entry.first);
  throw_unknown_name("activations", "activation", name, names);
}

void AnyActivation::check_function() const {
  if (!function_) throw ValueError("activations", "a name, function or layer", "an empty function");
}

Config AnyActivation::serialized() const {
  if (serializer_) return serializer_();
  for (const auto& [name, function] : known()) {
    if (is(function)) return name;
  }
  throw ValueError("activations",
                   "a name, one of Beras's functions or a layer where a configuration is asked for",
                   "another function, which has none. Derive a class from activations::Activation, "
                   "give it a signature and register it");
}

}  // namespace beras::activations

namespace beras {

using activations::AnyActivation;

Config ConfigValue<AnyActivation>::write(const AnyActivation& value) { return value.serialized(); }
AnyActivation ConfigValue<AnyActivation>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* name = config.get_if<std::string>()) return *name;
  // Keras serializes functions in this way, too.
  if (const Config* name = config.find("config"); name && name->get_if<std::string>())
    return *name->get_if<std::string>();
  const auto read_layer = activations::read_layer.load();
  auto layer = read_layer ? read_layer(config) : std::nullopt;
  if (layer) return *std::move(layer);
  if (activations::registry().describes_known(config))
    return activations::registry().make_from(config);
  place.refuse("an activation's name, or what serialize gave for a registered one", config);
}

}  // namespace beras
