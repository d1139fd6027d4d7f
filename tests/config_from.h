// Configurations out of JSON.
#pragma once

#include <nlohmann/json.hpp>

#include <beras/core/config.h>

namespace beras {

inline Config config_from(const nlohmann::ordered_json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    Config::List list;
    for (const auto& item : json) list.push_back(config_from(item));
    return list;
  }
  Config::Map map;
  for (const auto& [key, value] : json.items()) map.emplace_back(key, config_from(value));
  return map;
}

}  // namespace beras
