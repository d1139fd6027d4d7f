#include <beras/core/config_value.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/base/suggest.h>
#include <beras/core/signature.h>
#include <beras/tensor/dtype_policy_map.h>

namespace beras {

void ConfigPlace::refuse(std::string_view expected, const Config& received) const {
  throw ValueError(owner, std::string(argument) + " as " + std::string(expected),
                   to_string(received));
}

Config serialized(std::string_view module, std::string_view class_name, Config config) {
  return Config::Map{{"module", module},
                     {"class_name", class_name},
                     {"config", std::move(config)},
                     {"registered_name", nullptr}};
}

Config ConfigValue<bool>::write(const bool& value) { return value; }
bool ConfigValue<bool>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* value = config.get_if<bool>()) return *value;
  place.refuse("true or false", config);
}

Config ConfigValue<int>::write(const int& value) { return value; }
int ConfigValue<int>::read(const Config& config, const ConfigPlace& place) {
  return static_cast<int>(ConfigValue<std::int64_t>::read(config, place));
}

Config ConfigValue<std::int64_t>::write(const std::int64_t& value) { return value; }
std::int64_t ConfigValue<std::int64_t>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* value = config.get_if<std::int64_t>()) return *value;
  place.refuse("an integer", config);
}

Config ConfigValue<std::uint64_t>::write(const std::uint64_t& value) {
  return static_cast<std::int64_t>(value);
}
std::uint64_t ConfigValue<std::uint64_t>::read(const Config& config, const ConfigPlace& place) {
  return static_cast<std::uint64_t>(ConfigValue<std::int64_t>::read(config, place));
}

Config ConfigValue<double>::write(const double& value) {
  return std::isinf(value) ? Config() : Config(value);
}
double ConfigValue<double>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* value = config.get_if<double>()) return *value;
  if (const auto* value = config.get_if<std::int64_t>()) return static_cast<double>(*value);
  place.refuse("a number", config);
}

Config ConfigValue<std::string>::write(const std::string& value) { return value; }
std::string ConfigValue<std::string>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* value = config.get_if<std::string>()) return *value;
  place.refuse("a string", config);
}

Config ConfigValue<Scalar>::write(const Scalar& value) {
  if (value.is_boolean()) return value.as<bool>();
  if (value.is_integer()) return value.as<std::int64_t>();
  return value.as<double>();
}
Scalar ConfigValue<Scalar>::read(const Config& config, const ConfigPlace& place) {
  if (const auto* value = config.get_if<bool>()) return *value;
  if (const auto* value = config.get_if<std::int64_t>()) return *value;
  if (const auto* value = config.get_if<double>()) return *value;
  place.refuse("a number", config);
}

Config ConfigValue<DType>::write(const DType& value) { return dtype_name(value); }
DType ConfigValue<DType>::read(const Config& config, const ConfigPlace& place) {
  return dtype_from_name(ConfigValue<std::string>::read(config, place));
}

Config ConfigValue<AnyDType>::write(const AnyDType& value) { return dtype_name(value); }
AnyDType ConfigValue<AnyDType>::read(const Config& config, const ConfigPlace& place) {
  return ConfigValue<DType>::read(config, place);
}

namespace {

Config written_map(const DTypePolicyMap& map) {
  Config policies = Config::Map();
  for (const auto& [path, policy] : map.entries())
    policies[path] = ConfigValue<DTypePolicy>::write(policy);
  const auto& given = map.given_default();
  return serialized("keras.dtype_policies", "DTypePolicyMap",
                    Config::Map{{"default_policy", given ? Config(given->name()) : Config()},
                                {"policy_map", std::move(policies)}});
}

DTypePolicy map_read(const Config& own, const ConfigPlace& place) {
  const Config* given = own.find("default_policy");
  const Config* policies = own.find("policy_map");
  if (!policies || !policies->get_if<Config::Map>()) place.refuse("policies by paths", own);
  std::optional<DTypePolicy> by_default;
  if (given && !given->is_null()) by_default = ConfigValue<DTypePolicy>::read(*given, place);
  DTypePolicyMap map(by_default);
  for (const auto& [path, policy] : *policies->get_if<Config::Map>())
    map.set(path, ConfigValue<DTypePolicy>::read(policy, place));
  return std::make_shared<const DTypePolicyMap>(std::move(map));
}

}  // namespace

Config ConfigValue<DTypePolicy>::write(const DTypePolicy& value) {
  if (value.map()) return written_map(*value.map());
  return serialized("keras", "DTypePolicy", Config::Map{{"name", value.name()}});
}
DTypePolicy ConfigValue<DTypePolicy>::read(const Config& config, const ConfigPlace& place) {
  if (config.is_null()) return {};
  const Config* own = config.find("config");
  if (own && own->find("policy_map")) return map_read(*own, place);
  const Config* name = own ? own->find("name") : &config;
  if (!name) place.refuse("a dtype, or a policy with a name", config);
  return ConfigValue<std::string>::read(*name, place);
}

Config ConfigValue<Shape>::write(const Shape& value) {
  return Config::List(value.begin(), value.end());
}
Shape ConfigValue<Shape>::read(const Config& config, const ConfigPlace& place) {
  const auto* list = config.get_if<Config::List>();
  if (!list) place.refuse("a list of integers and nulls", config);
  Shape shape;
  for (const Config& length : *list) {
    shape.push_back(length.is_null() ? -1 : ConfigValue<std::int64_t>::read(length, place));
  }
  return shape;
}

Config ConfigValue<std::optional<Shape>>::write(const std::optional<Shape>& value) {
  if (!value) return {};
  Config::List list;
  for (const std::int64_t length : *value) {
    list.push_back(length == -1 ? Config() : Config(length));
  }
  return list;
}
std::optional<Shape> ConfigValue<std::optional<Shape>>::read(const Config& config,
                                                             const ConfigPlace& place) {
  if (config.is_null()) return std::nullopt;
  return ConfigValue<Shape>::read(config, place);
}

Config ConfigValue<Axes>::write(const Axes& value) {
  if (value.all()) return {};
  if (value.count() == 1) return value.given()[0];
  return ConfigValue<Shape>::write(value.given());
}
Axes ConfigValue<Axes>::read(const Config& config, const ConfigPlace& place) {
  if (config.is_null()) return {};
  if (const auto* axis = config.get_if<std::int64_t>()) return {*axis};
  const Shape axes = ConfigValue<Shape>::read(config, place);
  return Axes(std::vector<std::int64_t>(axes.begin(), axes.end()));
}

namespace detail {

std::vector<std::string> names_of(const char* name, const std::array<const char*, 4>& aliases) {
  std::vector<std::string> names{name, snake_case(name)};
  for (const char* alias : aliases) {
    if (alias) names.emplace_back(alias);
  }
  return names;
}

void keep_own(Config& config, std::size_t common, const char* const* names, std::size_t count) {
  const auto map = *config.get_if<Config::Map>();
  Config::Map kept(map.begin(), map.begin() + static_cast<std::ptrdiff_t>(common));
  for (std::size_t i = 0; i < count; ++i) kept.emplace_back(names[i], *config.find(names[i]));
  config = std::move(kept);
}

void check_keys(const Config& config, std::string_view owner,
                const std::vector<std::string_view>& known) {
  const auto* map = config.get_if<Config::Map>();
  if (!map) throw ValueError(owner, "a map of arguments", to_string(config));
  for (const auto& [key, value] : *map) {
    if (value.is_null() || std::find(known.begin(), known.end(), key) != known.end()) continue;
    throw_unknown_name(owner, "argument", key, {known.begin(), known.end()});
  }
}

void check_fixed(const Config& given, const Config& expected, const ConfigPlace& place) {
  if (given != expected) place.refuse(to_string(expected) + ", as there is no other yet", given);
}

void refuse_missing(const ConfigPlace& place) {
  throw ValueError(place.owner, "a value for " + std::string(place.argument), "none");
}

}  // namespace detail
}  // namespace beras
