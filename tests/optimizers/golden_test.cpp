// Every optimizer in every configuration that Keras's values cover, step by step.
#include <beras/optimizers/optimizers.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <set>

#include "tests/golden.h"

namespace beras::optimizers {
namespace {

using golden::Json;

std::optional<double> limit(const Json& config, const char* name) {
  if (!config.contains(name)) return std::nullopt;
  return config[name].get<double>();
}

LearningRate rate(const Json& config) {
  const Json& value = config["learning_rate"];
  if (value.is_number()) return value.get<double>();
  EXPECT_EQ(value, "ExponentialDecay(0.1,2,0.5)");
  return [](std::int64_t step) { return 0.1 * std::pow(0.5, static_cast<double>(step) / 2); };
}

std::unique_ptr<Optimizer> make(const std::string& name, const Json& config) {
  const double momentum = config.value("momentum", 0.0);
  const double weight_decay = config.value("weight_decay", 0.0);
  if (name == "SGD") {
    return std::make_unique<SGD>(SGDOptions{.learning_rate = rate(config),
                                            .momentum = momentum,
                                            .nesterov = config.value("nesterov", false),
                                            .weight_decay = weight_decay,
                                            .clipnorm = limit(config, "clipnorm"),
                                            .clipvalue = limit(config, "clipvalue"),
                                            .global_clipnorm = limit(config, "global_clipnorm")});
  }
  if (name == "RMSprop") {
    return std::make_unique<RMSprop>(RMSpropOptions{.learning_rate = rate(config),
                                                    .momentum = momentum,
                                                    .centered = config.value("centered", false)});
  }
  if (name == "Adam") {
    return std::make_unique<Adam>(AdamOptions{.learning_rate = rate(config),
                                              .amsgrad = config.value("amsgrad", false),
                                              .weight_decay = weight_decay,
                                              .clipnorm = limit(config, "clipnorm")});
  }
  if (name == "AdamW") return std::make_unique<AdamW>(AdamWOptions{.learning_rate = rate(config)});
  return nullptr;
}

TEST(OptimizersGolden, EqualKeras) {
  // What Beras has no option for: gradient accumulation and averages of the weights.
  const std::set<std::string> without_option = {"SGD_accum2", "SGD_ema"};
  const Json file = golden::load("optimizers");
  int compared = 0;
  for (const auto& [key, run] : file["runs"].items()) {
    const auto optimizer = make(run["class"], run["config"]);
    if (!optimizer || without_option.contains(key)) continue;
    Tensors weights;
    for (const Json& values : file["initial"]) weights.push_back(golden::tensor(values));
    for (std::size_t step = 0; step < run["values_after_each_step"].size(); ++step) {
      Tensors gradients;
      for (const Json& values : file["grads"][step]) gradients.push_back(golden::tensor(values));
      optimizer->apply_gradients(weights, gradients);
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const Tensor expected = golden::tensor(run["values_after_each_step"][step][i]);
        // Keras computes 1 - beta_2^t in float32, which costs it some digits.
        EXPECT_TRUE(golden::near(weights[i], expected, 5e-6))
            << key << ", step " << step << ", weight " << i;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 14 * 4 * 2);
}

}  // namespace
}  // namespace beras::optimizers
