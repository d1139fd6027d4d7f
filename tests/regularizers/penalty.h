// What every regularizer is held to: Keras's values and gradients, and central differences.
#pragma once

#include <string>

#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/regularizers/get.h>
#include <tests/regularizers/golden_cases.h>

namespace beras::regularizers {

inline void expect_penalties(const std::string& name) {
  golden::expect_values(registry(), "regularizers", name);
  for (const golden::Json& each : golden::weight_rules("regularizers", name)) {
    if (!each.contains("gradient")) continue;
    const WeightFunction rule = registry().make(name, golden::config_from(each.at("config")));
    const Tensor x = golden::tensor(each.at("x"));
    GradientTape tape;
    EXPECT_TRUE(golden::near(tape.gradient(rule(x), x), golden::tensor(each.at("gradient"))))
        << each.at("config");
    const auto report =
        check_gradients([&](const Tensors& inputs) { return rule(inputs[0]); }, {x});
    EXPECT_TRUE(report) << report.message;
  }
}

}  // namespace beras::regularizers
