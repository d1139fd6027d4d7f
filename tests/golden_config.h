// Configurations that golden values hold.
#pragma once

#include <beras/core/config.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace beras::golden {

/// Of any kind of nlohmann's: one that keeps the order of keys gives a Config that does.
template <typename AnyJson>
Config config_from(const AnyJson& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.template get<bool>();
  if (json.is_number_integer()) return json.template get<std::int64_t>();
  if (json.is_number()) return json.template get<double>();
  if (json.is_string()) return json.template get<std::string>();
  if (json.is_array()) {
    Config::List list;
    for (const auto& item : json) list.push_back(config_from(item));
    return list;
  }
  Config::Map map;
  for (const auto& [key, value] : json.items()) map.emplace_back(key, config_from(value));
  return map;
}

}  // namespace beras::golden
