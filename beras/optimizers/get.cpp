#include <beras/optimizers/get.h>

#include <algorithm>
#include <cctype>
#include <string>

#include <beras/base/type_of_internal.h>
#include <beras/optimizers/all.h>
#include <beras/optimizers/schedules/get.h>

namespace beras::optimizers {

Registry<std::shared_ptr<Optimizer>>& registry() {
  static auto& known =
      *new Registry<std::shared_ptr<Optimizer>>("keras.optimizers", "optimizer", All());
  return known;
}

// Keras's names do without capitals: "SGD" is "sgd".
std::shared_ptr<Optimizer> get(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return registry().make(lower);
}

Config Optimizer::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), label());
}

Config Optimizer::serialized() const { return registry().serialize(type_of(*this), get_config()); }

}  // namespace beras::optimizers

namespace beras {

using optimizers::AnyOptimizer;
using optimizers::LearningRate;

Config ConfigValue<AnyOptimizer>::write(const AnyOptimizer& value) { return value->serialized(); }
AnyOptimizer ConfigValue<AnyOptimizer>::read(const Config& config, const ConfigPlace&) {
  return optimizers::registry().make_from(config);
}

Config ConfigValue<LearningRate>::write(const LearningRate& value) {
  if (value.is_number()) return static_cast<double>(static_cast<float>(value.at(0)));
  if (value.schedule()) return value.schedule()->serialized();
  throw ValueError("LearningRate", "a number or a schedule where a configuration is asked for",
                   "a function",
                   "Derive a class from LearningRateSchedule, give it a signature and register it");
}
LearningRate ConfigValue<LearningRate>::read(const Config& config, const ConfigPlace& place) {
  if (config.get_if<Config::Map>()) return optimizers::schedules::registry().make_from(config);
  return ConfigValue<double>::read(config, place);
}

}  // namespace beras
