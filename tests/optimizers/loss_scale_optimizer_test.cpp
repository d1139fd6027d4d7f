#include <beras/optimizers/loss_scale_optimizer.h>

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <vector>

#include <beras/base/error.h>
#include <beras/optimizers/sgd.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>

namespace beras::optimizers {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// The steps that Keras makes of the same gradients.
TEST(LossScaleOptimizer, StepsSkipsAndScalesAsKeras) {
  Variable w{1.f, 2.f};
  const auto inner = std::make_shared<SGD>(
      SGDOptions{.learning_rate = 0.5, .momentum = 0.9, .loss_scale_factor = 8.});
  LossScaleOptimizer optimizer(inner, {.initial_scale = 8, .dynamic_growth_steps = 3});
  EXPECT_EQ(inner->scale_loss(Tensor{3.f}).item<float>(), 3);
  EXPECT_EQ(optimizer.scale_loss(Tensor{3.f}).item<float>(), 24);
  struct Step {
    std::vector<float> gradient, weight, velocity;
    double scale;
    int counter, iterations;
  };
  const std::vector<Step> steps = {
      {{8, 16}, {0.5f, 1}, {-0.5f, -1}, 8, 1, 1},
      {{infinity, 1}, {0.5f, 1}, {-0.5f, -1}, 4, 0, 1},
      {{4, 4}, {-0.45f, -0.4f}, {-0.95f, -1.4f}, 4, 1, 2},
      {{4, 4}, {-1.805f, -2.16f}, {-1.355f, -1.76f}, 4, 2, 3},
      {{8, 8}, {-4.0245f, -4.744f}, {-2.2195f, -2.584f}, 8, 0, 4},
      {{8, 8}, {-6.52205f, -7.5696f}, {-2.49755f, -2.8256f}, 8, 1, 5},
      {{nan, 0}, {-6.52205f, -7.5696f}, {-2.49755f, -2.8256f}, 4, 0, 5},
      {{8, 8}, {-9.769845f, -11.11264f}, {-3.247795f, -3.54304f}, 4, 1, 6},
  };
  for (const Step& step : steps) {
    optimizer.apply({Tensor(step.gradient)}, {w});
    EXPECT_TRUE(golden::near(w, Tensor(step.weight)));
    const Tensors variables = optimizer.variables();
    ASSERT_EQ(variables.size(), 7U);
    EXPECT_EQ(variables[2].item<int>(), step.counter);
    EXPECT_EQ(variables[3].item<double>(), step.scale);
    EXPECT_TRUE(golden::near(variables[6], Tensor(step.velocity)));
    EXPECT_EQ(optimizer.iterations(), step.iterations);
    EXPECT_EQ(optimizer.scale(), step.scale);
  }
}

TEST(LossScaleOptimizer, NamesItsStateAsKeras) {
  LossScaleOptimizer optimizer(SGD(SGDOptions{.learning_rate = 0.5}));
  std::vector<std::string> names;
  for (const Tensor& variable : optimizer.variables()) {
    names.push_back(variable.name());
    EXPECT_FALSE(variable.trainable());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"iteration", "learning_rate", "step_counter",
                                             "dynamic_scale", "iteration", "learning_rate"}));
  EXPECT_EQ(optimizer.scale(), 32768);
  EXPECT_EQ(optimizer.variables()[1].item<float>(), 0);
}

TEST(LossScaleOptimizer, IsAskedForTheInnerOptimizer) {
  const auto inner = std::make_shared<SGD>(SGDOptions{.learning_rate = 0.5, .momentum = 0.9});
  LossScaleOptimizer optimizer(inner);
  optimizer.learning_rate(0.25);
  EXPECT_EQ(inner->learning_rate(), 0.25);
  EXPECT_EQ(optimizer.learning_rate(), 0.25);
  const Variable w{1.f};
  EXPECT_FALSE(optimizer.built());
  optimizer.build({w});
  EXPECT_TRUE(inner->built());
  EXPECT_EQ(optimizer.slots(w).size(), 1U);
  optimizer.forget({w});
  EXPECT_TRUE(inner->slots(w).empty());
}

TEST(LossScaleOptimizer, IsRestoredFromItsVariables) {
  const auto made = [] {
    return LossScaleOptimizer(SGD(SGDOptions{.learning_rate = 0.5, .momentum = 0.9}),
                              {.initial_scale = 8, .dynamic_growth_steps = 2});
  };
  Variable w{1.f, 2.f};
  LossScaleOptimizer original = made(), restored = made();
  original.apply({Tensor{8.f, 8.f}}, {w});
  Variable same = w.copy();
  restored.build({same});
  restored.load_own_variables(original.save_own_variables());
  for (int i = 0; i < 3; ++i) {
    original.apply({Tensor{8.f, 4.f}}, {w});
    restored.apply({Tensor{8.f, 4.f}}, {same});
  }
  EXPECT_EQ(w.to_vector<float>(), same.to_vector<float>());
  EXPECT_EQ(original.scale(), 32);
  EXPECT_EQ(restored.scale(), 32);
}

TEST(LossScaleOptimizer, IsConfiguredAsKeras) {
  const LossScaleOptimizer optimizer(SGD(SGDOptions{.learning_rate = 0.5}),
                                     {.dynamic_growth_steps = 7, .name = "scaled"});
  const Config config = optimizer.get_config();
  EXPECT_EQ(to_string(config).substr(0, 86),
            "{\"name\": \"scaled\", \"inner_optimizer\": {\"module\": \"keras.optimizers\", "
            "\"class_name\": \"SG");
  const AnyOptimizer again = registry().make_from(optimizer.serialized());
  EXPECT_EQ(again->get_config(), config);
  EXPECT_EQ(again->learning_rate(), 0.5);
}

TEST(LossScaleOptimizer, StandsAroundOptimizersOfMixedFloat16Alone) {
  const AnyOptimizer plain = "sgd";
  EXPECT_EQ(scaling_loss(plain, "mixed_bfloat16").pointer(), plain.pointer());
  EXPECT_EQ(scaling_loss(plain, "float16").pointer(), plain.pointer());
  const AnyOptimizer scaled = scaling_loss(plain, "mixed_float16");
  EXPECT_EQ(scaled->label(), "LossScaleOptimizer");
  EXPECT_EQ(scaled->name(), "loss_scale_optimizer");
  EXPECT_EQ(scaling_loss(scaled, "mixed_float16").pointer(), scaled.pointer());
}

TEST(LossScaleOptimizer, RefusesWhatDoesNotFit) {
  EXPECT_THROW(LossScaleOptimizer{AnyOptimizer()}, ValueError);
  EXPECT_THROW(LossScaleOptimizer("sgd", {.initial_scale = 0}), ValueError);
  EXPECT_THROW(LossScaleOptimizer("sgd", {.initial_scale = nan}), ValueError);
  EXPECT_THROW(LossScaleOptimizer("sgd", {.dynamic_growth_steps = 0}), ValueError);
  LossScaleOptimizer optimizer("sgd");
  Variable w{1.f};
  EXPECT_THROW(optimizer.apply({Tensor{1.f, 2.f}}, {w}), ShapeError);
  EXPECT_EQ(w.item<float>(), 1);
  EXPECT_EQ(optimizer.scale(), 32768);
}

}  // namespace
}  // namespace beras::optimizers
