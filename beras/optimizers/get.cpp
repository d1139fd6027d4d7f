#include <beras/optimizers/get.h>

#include <algorithm>
#include <cctype>
#include <string>

#include <beras/base/snake_case.h>
#include <beras/base/type_of_internal.h>
#include <beras/optimizers/all.h>

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

Config Optimizer::common_config() const { return Config::Map{{"name", snake_case(name())}}; }

Config Optimizer::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this), name());
}

}  // namespace beras::optimizers

namespace beras {

using optimizers::LearningRate;

Config ConfigValue<LearningRate>::write(const LearningRate& value) {
  if (!value.is_schedule()) return value.at(0);
  throw ValueError("LearningRate", "a number where a configuration is asked for", "a function");
}
LearningRate ConfigValue<LearningRate>::read(const Config& config, const ConfigPlace& place) {
  return ConfigValue<double>::read(config, place);
}

}  // namespace beras
