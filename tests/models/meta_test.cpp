// Models without memory.
#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/models/models.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/storage.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace beras {
namespace {

TEST(ModelOnMeta, Of300MillionParametersTakesNoMemory) {
  const std::size_t used = memory_statistics().used;
  const auto start = std::chrono::steady_clock::now();
  const DeviceScope scope(Device::meta);
  Sequential model(layers::Dense(10'000, {.activation = "relu"}), layers::Dense(10'000),
                   layers::Dense(10'000));
  model.build({-1, 10'000});
  EXPECT_EQ(model.count_params(), 3 * (10'000 * 10'000 + 10'000));
  EXPECT_NE(model.summary().find("300,030,000"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_EQ(memory_statistics().used, used);
}

Sequential clipped_perceptron() {
  Sequential model(layers::Dense(64, {.activation = "relu"}), layers::Dense(10));
  model.build({-1, 100});
  model.compile({.optimizer = optimizers::Adam({.clipnorm = 1.}),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true})});
  return model;
}

TEST(ModelOnMeta, IsPlannedWithoutWeights) {
  const MemoryUse held = clipped_perceptron().plan(32).use();
  std::optional<DeviceScope> scope(Device::meta);
  Sequential model = clipped_perceptron();
  scope.reset();
  const std::size_t used = memory_statistics().used;
  const MemoryPlan plan = model.plan(32);
  EXPECT_EQ(plan.use().weights, held.weights);
  EXPECT_EQ(plan.use().optimizer, held.optimizer);
  EXPECT_EQ(plan.use().activations, held.activations);
  EXPECT_EQ(plan.use().gradients, held.gradients);
  EXPECT_EQ(memory_statistics().used, used);
  EXPECT_EQ(model.optimizer().iterations(), 0);
}

TEST(ModelOnMeta, TakesStepsOfWhichNobodyCanReadTheLoss) {
  const DeviceScope scope(Device::meta);
  Sequential model = clipped_perceptron();
  Logs logs = model.train_on_batch(Tensor::zeros({4, 100}), Tensor::zeros({4}, DType::int32));
  EXPECT_THROW(logs.at("loss"), ValueError);
}

}  // namespace
}  // namespace beras
