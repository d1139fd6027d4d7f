// What Keras computes with regularizers and constraints (tests/golden/weight_rules.json).
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <tests/golden.h>
#include <tests/golden_config.h>

namespace beras::golden {

/// The cases of a class in a part of the file.
inline std::vector<Json> weight_rules(const std::string& part, const std::string& class_name) {
  static const Json all = load("weight_rules");
  std::vector<Json> cases;
  for (const Json& each : all.at(part))
    if (each.at("class_name") == class_name) cases.push_back(each);
  return cases;
}

/// What the registry makes of each case gives Keras's values.
template <typename Registry>
void expect_values(const Registry& registry, const std::string& part, const std::string& name) {
  const auto cases = weight_rules(part, name);
  EXPECT_FALSE(cases.empty());
  for (const Json& each : cases) {
    const WeightFunction rule = registry.make(name, golden::config_from(each.at("config")));
    EXPECT_TRUE(near(rule(tensor(each.at("x"))), tensor(each.at("value")))) << each.at("config");
  }
}

}  // namespace beras::golden
