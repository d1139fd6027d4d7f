#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/metrics/metrics.h>
#include <beras/models/model.h>
#include <beras/models/sequential.h>
#include <beras/ops/random.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include "tests/core/sample_layers.h"

namespace beras {
namespace {

using layers::BatchNormalization;
using layers::Conv2D;
using layers::Dense;
using layers::Dropout;
using layers::Input;
using testing::values_of;

template <typename... Layers>
Sequential built(const Shape& sample, Layers... layers) {
  Sequential model(Input(sample), std::move(layers)...);
  model.compile({.optimizer = "adam",
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true}),
                 .metrics = {"accuracy"}});
  return model;
}

Sequential perceptron() { return built({784}, Dense(128, {.activation = "relu"}), Dense(10)); }

Sequential convnet() {
  return built({28, 28, 1}, Conv2D(32, 3, {.activation = "relu"}), layers::MaxPooling2D(2),
               Conv2D(64, 3, {.activation = "relu"}), layers::MaxPooling2D(2), layers::Flatten(),
               Dropout(0.5), Dense(10));
}

Sequential batch_norm_block() {
  return built({16, 16, 8}, Conv2D(16, 3, {.padding = "same", .use_bias = false}),
               BatchNormalization(), layers::ReLU(),
               Conv2D(16, 3, {.padding = "same", .use_bias = false}), BatchNormalization(),
               layers::ReLU(), layers::GlobalAveragePooling2D(), Dense(10));
}

struct PlannedSamples {
  PlannedSamples(const Model& model, std::int64_t count) {
    Shape shape = model.input_shape();
    shape[0] = count;
    x = random::uniform(shape, 0, 1, DType::float32, 1);
    y = random::randint({count}, 0, 10, DType::int32, 2);
    x.trainable(false);
  }
  Tensor x, y;
};

/// How much more memory than before, apart from the samples, was in use at a time of some steps.
std::size_t measured_growth(Model& model, const PlannedSamples& samples) {
  const MemoryStatistics before = memory_statistics();
  // Takes what was in use at some earlier time, so that the peak tells of the steps alone.
  const Tensor filler =
      Tensor::empty({static_cast<std::int64_t>(before.peak - before.used)}, DType::uint8);
  const std::size_t in_use = memory_statistics().used;
  for (int step = 0; step < 3; ++step) model.train_on_batch(samples.x, samples.y);
  return memory_statistics().peak - in_use;
}

void expect_true_plan(Sequential model, std::int64_t batch_size) {
  const MemoryPlan plan = model.plan(batch_size);
  const PlannedSamples samples(model, batch_size);
  const auto measured = static_cast<double>(measured_growth(model, samples));
  const MemoryUse use = plan.use();
  const auto planned = static_cast<double>(plan.peak() - use.weights);
  EXPECT_NEAR(planned, measured, 0.05 * measured) << plan;
  // Adam has two numbers for each trainable weight.
  std::size_t bytes = 0;
  for (const Tensor& weight : model.trainable_variables())
    bytes += static_cast<std::size_t>(2 * weight.size()) * sizeof(float);
  EXPECT_GE(use.optimizer, bytes);
  EXPECT_LE(use.optimizer, bytes + bytes / 4 + 2 * 64 * model.weights().size());
}

TEST(ModelPlan, IsTheMeasuredPeakOfAPerceptron) {
  expect_true_plan(perceptron(), 32);
  expect_true_plan(perceptron(), 256);
}

TEST(ModelPlan, IsTheMeasuredPeakOfAConvnet) {
  expect_true_plan(convnet(), 32);
  expect_true_plan(convnet(), 256);
}

TEST(ModelPlan, IsTheMeasuredPeakOfABatchNormBlock) {
  expect_true_plan(batch_norm_block(), 32);
  expect_true_plan(batch_norm_block(), 256);
}

TEST(ModelPlan, HasARowForEachLayerWithItsWeightsAndTheirState) {
  Sequential model = perceptron();
  const MemoryPlan plan = model.plan(256);
  EXPECT_EQ(plan.batch_size, 256);
  ASSERT_EQ(plan.rows.size(), 4U);
  EXPECT_EQ(plan.rows[0].name, model.get_layer(0).title());
  EXPECT_EQ(plan.rows[2].name, "SparseCategoricalCrossentropy");
  EXPECT_EQ(plan.rows[3].name, "other");
  const std::size_t kernel = 784 * 128 * 4;
  EXPECT_GE(plan.rows[0].use.weights, kernel);
  EXPECT_LE(plan.rows[0].use.weights, kernel + kernel / 4 + 640);
  EXPECT_GE(plan.rows[0].use.optimizer, 2 * kernel);
  EXPECT_GE(plan.rows[0].use.gradients, kernel);
  EXPECT_GE(plan.rows[0].use.activations, 256U * 128 * 4);
  const std::string text = to_string(plan);
  EXPECT_NE(text.find("batch size 256"), std::string::npos) << text;
  EXPECT_NE(text.find("Activations"), std::string::npos) << text;
  EXPECT_NE(text.find("Peak"), std::string::npos) << text;
}

TEST(ModelPlan, LeavesEverythingAsItWas) {
  set_random_seed(3);
  Sequential model = built({12, 12, 1}, Conv2D(4, 3), BatchNormalization(), Dropout(0.5),
                           Dropout(0.2, {.seed = 7}), layers::Flatten(), Dense(10));
  const PlannedSamples samples(model, 16);
  const auto train = [&] {
    Logs logs = model.train_on_batch(samples.x, samples.y);
    const Tensor key = random::uniform({4});
    return std::pair(logs, values_of(key));
  };
  const auto state = [&] {
    std::vector<std::vector<double>> values;
    for (const Tensor& weight : model.weights()) values.push_back(values_of(weight));
    for (const Tensor& variable : model.optimizer().variables())
      values.push_back(values_of(variable));
    for (const auto& metric : model.metrics()) {
      for (const Tensor& variable : metric->variables()) values.push_back(values_of(variable));
    }
    return values;
  };
  const auto identities = [&] {
    std::vector<std::uint64_t> numbers;
    for (const Tensor& weight : model.weights()) {
      numbers.push_back(weight.id());
      numbers.push_back(weight.version());
      numbers.push_back(weight.trainable());
    }
    return numbers;
  };
  for (const bool trained : {false, true}) {
    if (trained) train();
    const auto before = state();
    const auto identities_before = identities();
    const std::size_t used = memory_statistics().used;
    model.plan(8);
    EXPECT_EQ(state(), before);
    EXPECT_EQ(identities(), identities_before);
    EXPECT_EQ(memory_statistics().used, used);
  }
  // It goes on as a model does that was never planned.
  const auto run = [&](bool planned) {
    set_random_seed(3);
    Sequential fresh = built({12, 12, 1}, Conv2D(4, 3), BatchNormalization(), Dropout(0.5),
                             Dropout(0.2, {.seed = 7}), layers::Flatten(), Dense(10));
    std::vector<double> losses;
    for (int step = 0; step < 3; ++step) {
      if (planned) fresh.plan(8);
      losses.push_back(fresh.train_on_batch(samples.x, samples.y).at("loss"));
    }
    losses.push_back(random::uniform({1}).item<double>());
    return losses;
  };
  EXPECT_EQ(run(true), run(false));
}

TEST(ModelPlan, PutsEverythingBackWhenTheStepThrows) {
  Sequential model = perceptron();
  const std::vector<double> kernel = values_of(model.weights()[0]);
  const std::uint64_t id = model.weights()[0].id();
  EXPECT_THROW(model.plan(Tensor::zeros({4, 784}), Tensor::zeros({4, 3, 5})), Error);
  EXPECT_EQ(model.weights()[0].id(), id);
  EXPECT_EQ(values_of(model.weights()[0]), kernel);
  EXPECT_EQ(model.optimizer().iterations(), 0);
  EXPECT_EQ(model.optimizer().variables().size(), 2U);
  EXPECT_EQ(model.metrics().size(), 2U);
}

TEST(ModelPlan, TakesLabelsOfTheOutputsShapeOrClasses) {
  Sequential model(Input({3}), Dense(2));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  EXPECT_GT(model.plan(4).peak(), 0U);
  model.compile({.optimizer = "sgd", .loss = "crossentropy"});
  EXPECT_GT(model.plan(4).peak(), 0U);
}

TEST(ModelPlan, RefusesModelsThatCannotTrainYet) {
  Sequential model(Dense(2));
  EXPECT_THROW(model.plan(4), ValueError);
  model.compile({.optimizer = "sgd", .loss = "mse"});
  EXPECT_THROW(model.plan(4), ValueError);
  model.build({-1, 3});
  EXPECT_THROW(model.plan(0), ValueError);
  EXPECT_EQ(model.plan(4).batch_size, 4);
}

}  // namespace
}  // namespace beras
