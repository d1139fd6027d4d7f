// Every optimizer in every configuration that Keras's values cover, step by step.
#include <beras/optimizers/optimizers.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/golden.h"
#include "tests/golden_config.h"

namespace beras::optimizers {
namespace {

using golden::Json;

Config config_of(const Json& json) {
  Config config = golden::config_from(json);
  if (!json["learning_rate"].is_number()) {
    EXPECT_EQ(json["learning_rate"], "ExponentialDecay(0.1,2,0.5)");
    config["learning_rate"] = serialize(schedules::ExponentialDecay(0.1, 2, 0.5));
  }
  return config;
}

TEST(OptimizersGolden, EqualKeras) {
  const std::set<std::string> known = {"SGD", "RMSprop", "Adam", "AdamW"};
  const Json file = golden::load("optimizers");
  int compared = 0;
  for (const auto& [key, run] : file["runs"].items()) {
    if (!known.contains(run["class"])) continue;
    const auto optimizer =
        registry().make(run["class"].get<std::string>(), config_of(run["config"]));
    Tensors weights;
    for (const Json& values : file["initial"]) weights.push_back(golden::tensor(values));
    for (std::size_t step = 0; step < run["values_after_each_step"].size(); ++step) {
      if (step < file["grads"].size()) {
        Tensors gradients;
        for (const Json& values : file["grads"][step]) gradients.push_back(golden::tensor(values));
        optimizer->apply_gradients(weights, gradients);
      } else {
        optimizer->finalize_variable_values(weights);
      }
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const Tensor expected = golden::tensor(run["values_after_each_step"][step][i]);
        // Keras computes 1 - beta_2^t in float32, which costs it some digits.
        EXPECT_TRUE(golden::near(weights[i], expected, 5e-6))
            << key << ", step " << step << ", weight " << i;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 16 * 4 * 2 + 2);
}

}  // namespace
}  // namespace beras::optimizers
