// What the base of optimizers does, alone and together, as Keras does it.
#include <beras/base/error.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/golden.h"
#include "tests/golden_config.h"

namespace beras::optimizers {
namespace {

using golden::Json;
using golden::near;

Tensors tensors(const Json& values, const Json& shapes) {
  Tensors made;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto shape = shapes[i].get<std::vector<std::int64_t>>();
    made.push_back(golden::tensor(values[i]).reshape(Shape(shape.begin(), shape.end())));
  }
  return made;
}

/// The gradients of a scaled loss.
Tensors scaled(const Optimizer& optimizer, Tensors gradients) {
  for (Tensor& gradient : gradients) gradient = optimizer.scale_loss(gradient);
  return gradients;
}

TEST(OptimizerOptions, EqualKerasStepByStep) {
  const Json file = golden::load("optimizer_options");
  ASSERT_EQ(file["cases"].size(), 4U * 14);
  for (const auto& [key, run] : file["cases"].items()) {
    const auto optimizer =
        registry().make(run["class_name"].get<std::string>(), golden::config_from(run["config"]));
    const Tensors weights = tensors(file["initial"], file["shapes"]);
    optimizer->build(weights);
    for (std::size_t step = 0; step < file["gradients"].size(); ++step) {
      const Tensors gradients = tensors(file["gradients"][step], file["shapes"]);
      optimizer->apply(scaled(*optimizer, gradients), weights);
      const Tensors expected = tensors(run["after_each_step"][step], file["shapes"]);
      for (std::size_t i = 0; i < weights.size(); ++i)
        EXPECT_TRUE(near(weights[i], expected[i], 2e-5)) << key << ", step " << step;
    }
    const Tensors variables = optimizer->variables();
    const Json& values = run["variables"]["values"];
    ASSERT_EQ(variables.size(), values.size()) << key;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Tensor expected = golden::tensor(values[i]).reshape(variables[i].shape());
      EXPECT_TRUE(near(variables[i].astype(float32), expected, 2e-5)) << key << ", variable " << i;
      const std::string name = run["variables"]["names"][i];
      const std::string purpose = name.starts_with("w_") ? name.substr(2) : name;
      EXPECT_EQ(variables[i].name(), purpose) << key;
    }
    optimizer->finalize_variable_values(weights);
    const Tensors expected = tensors(run["finalized"], file["shapes"]);
    for (std::size_t i = 0; i < weights.size(); ++i)
      EXPECT_TRUE(near(weights[i], expected[i], 2e-5)) << key;
  }
}

TEST(OptimizerOptions, AreThoseOfTheBaseInEveryOptimizer) {
  const SGDOptions own{.learning_rate = 0.5, .clipnorm = 2, .use_ema = true, .name = "mine"};
  const OptimizerOptions base = base_options(own);
  EXPECT_EQ(base.learning_rate.at(0), 0.5);
  EXPECT_EQ(base.weight_decay, std::nullopt);
  EXPECT_EQ(base.clipnorm, 2);
  EXPECT_TRUE(base.use_ema);
  EXPECT_EQ(SGD(own).name(), "mine");
  EXPECT_EQ(AdamW({.name = "other"}).name(), "other");
  EXPECT_EQ(AdamW().name(), "adam_w");
}

TEST(WeightDecay, LeavesOutWhatIsExcluded) {
  Variable kernel{1.}, bias{1.}, gamma{1.};
  kernel.name("kernel");
  bias.name("bias");
  gamma.name("gamma");
  SGD sgd({.learning_rate = 0.5, .weight_decay = 1});
  const auto step = [&] { sgd.apply({Tensor{0.}, Tensor{0.}, Tensor{0.}}, {kernel, bias, gamma}); };
  sgd.exclude_from_weight_decay({gamma}, {"^bi", "beta"});
  step();
  EXPECT_TRUE(near(kernel, Tensor{0.5}));
  EXPECT_TRUE(near(bias, Tensor{1.}));
  EXPECT_TRUE(near(gamma, Tensor{1.}));
  sgd.exclude_from_weight_decay({}, {"kernel"});
  step();
  EXPECT_TRUE(near(kernel, Tensor{0.5}));
  EXPECT_TRUE(near(bias, Tensor{0.5}));
  EXPECT_THROW(sgd.exclude_from_weight_decay({}, {"("}), ValueError);
}

TEST(GradientAccumulation, CountsStepsByThoseThatChangeWeights) {
  Variable weight{0.};
  SGD sgd({.learning_rate = [](std::int64_t call) { return static_cast<double>(call); },
           .gradient_accumulation_steps = 2});
  for (int call = 0; call < 5; ++call) sgd.apply({Tensor{1. + call}}, {weight});
  // Calls 1 and 3 make steps, of the rates 1 and 3.
  EXPECT_TRUE(near(weight, Tensor{-1.5 - 3 * 3.5}));
  EXPECT_EQ(sgd.iterations(), 2);
  EXPECT_EQ(sgd.variables()[0].item<int>(), 5);
  EXPECT_EQ(sgd.slots(weight)[0].item<float>(), 5);
}

TEST(GradientAccumulation, KeepsWhatAStepThatFailsDidNotUse) {
  struct Failing : Optimizer {
    Failing() : Optimizer("Failing", {.learning_rate = 1, .gradient_accumulation_steps = 2}) {}
    bool fails = true;
    void update_step(Variable& weight, const Tensor& gradient, Tensors&, double rate) override {
      if (fails) throw std::runtime_error("not now");
      weight -= gradient * rate;
    }
  } failing;
  Variable weight{0.};
  failing.apply({Tensor{2.}}, {weight});
  EXPECT_THROW(failing.apply({Tensor{4.}}, {weight}), std::runtime_error);
  failing.fails = false;
  failing.apply({Tensor{4.}}, {weight});
  EXPECT_TRUE(near(weight, Tensor{-3.}));
}

TEST(MovingAverage, IsOfTheWeightsThatTheOptimizerKnows) {
  Variable weight{0.}, other{7.}, frozen{3.};
  frozen.trainable(false);
  SGD sgd({.learning_rate = 1, .use_ema = true, .ema_momentum = 0.5});
  sgd.apply({Tensor{-4.}, Tensor{0.}}, {weight, frozen});
  sgd.apply({Tensor(), Tensor{0.}}, {weight, frozen});
  sgd.apply({Tensor{-4.}, Tensor{0.}}, {weight, frozen});
  EXPECT_TRUE(near(weight, Tensor{8.}));
  sgd.finalize_variable_values({weight, other, frozen});
  EXPECT_TRUE(near(weight, Tensor{6.}));
  EXPECT_TRUE(near(other, Tensor{7.}));
  EXPECT_TRUE(near(frozen, Tensor{3.}));
  EXPECT_EQ(sgd.slots(weight).size(), 1U);
}

}  // namespace
}  // namespace beras::optimizers
