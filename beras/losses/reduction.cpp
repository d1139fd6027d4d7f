#include <beras/losses/reduction.h>

#include <algorithm>
#include <string>
#include <vector>

#include <beras/base/suggest.h>

namespace beras::losses {
namespace {

/// In the order of Reduction::Kind.
const std::vector<std::string>& names() {
  static const auto& all = *new std::vector<std::string>{"sum_over_batch_size", "mean", "sum",
                                                         "none", "mean_with_sample_weight"};
  return all;
}

}  // namespace

Reduction::Kind Reduction::kind_of(std::string_view name) {
  const auto found = std::find(names().begin(), names().end(), name);
  if (found == names().end()) throw_unknown_name("Loss", "reduction", name, names());
  return static_cast<Kind>(found - names().begin());
}

std::string_view Reduction::name() const { return names()[kind_]; }

}  // namespace beras::losses

namespace beras {

using losses::Reduction;

Config ConfigValue<Reduction>::write(const Reduction& value) {
  return value == Reduction::none ? Config() : Config(value.name());
}
Reduction ConfigValue<Reduction>::read(const Config& config, const ConfigPlace& place) {
  if (config.is_null()) return Reduction::none;
  return ConfigValue<std::string>::read(config, place);
}

}  // namespace beras
