// Masks in training and evaluation, against Keras's values.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/metrics/metrics.h>
#include <beras/models/sequential.h>
#include <beras/ops/ops.h>
#include <beras/optimizers/sgd.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

struct MaskZeroSteps : layers::Layer {
  Tensor call(const Tensor& x) const override { return x * 1; }
  Tensor compute_mask(const Tensor& x, const Tensor&) const override {
    return ops::any(x != 0, -1);
  }
};

const Tensor& padded_steps() {
  static const Tensor x{{{1., 2.}, {0., 0.}, {3., 1.}}, {{0., 0.}, {0., 0.}, {5., 1.}}};
  return x;
}
const Tensor& step_labels() {
  static const Tensor y{{{1.}, {2.}, {3.}}, {{4.}, {5.}, {6.}}};
  return y;
}

Sequential masked_model(const losses::Reduction& reduction) {
  Sequential model(MaskZeroSteps(), layers::Dense(1, {.kernel_initializer = "ones"}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.}),
                 .loss = losses::MeanSquaredError({.reduction = reduction}),
                 .metrics = {"mae"},
                 .weighted_metrics = {metrics::MeanSquaredError({.name = "wmse"})}});
  return model;
}

void expect_logs(const Logs& logs, double loss, double mae, double wmse) {
  EXPECT_NEAR(logs.at("loss"), loss, 1e-6);
  EXPECT_NEAR(logs.at("mae"), mae, 1e-6);
  EXPECT_NEAR(logs.at("wmse"), wmse, 1e-6);
}

TEST(ModelMasks, LossAndMetricsSeeUnmaskedStepsAlone) {
  const EvaluateOptions quiet{.verbose = 0};
  const Tensor of_steps{{1., 2., 3.}, {4., 5., 6.}};
  Sequential model = masked_model("sum_over_batch_size");
  expect_logs(model.evaluate(padded_steps(), step_labels(), quiet), 5 / 3., 1, 5 / 3.);
  expect_logs(model.evaluate(padded_steps(), step_labels(),
                             {.verbose = 0, .sample_weight = Tensor{{1.}, {2.}}}),
              5 / 3., 1, 1.25);
  expect_logs(
      model.evaluate(padded_steps(), step_labels(), {.verbose = 0, .sample_weight = of_steps}),
      7 / 3., 1, 0.7);
  expect_logs(model.train_on_batch(padded_steps(), step_labels(), of_steps), 7 / 3., 1, 0.7);
  const History history = model.fit(padded_steps(), step_labels(), {.verbose = 0});
  EXPECT_NEAR(history.at("loss")[0], 5 / 3., 1e-6);
  EXPECT_NEAR(history.at("mae")[0], 1, 1e-6);
  expect_logs(masked_model("sum").evaluate(padded_steps(), step_labels(), quiet), 5, 1, 5 / 3.);
  expect_logs(masked_model("mean_with_sample_weight")
                  .evaluate(padded_steps(), step_labels(),
                            {.verbose = 0, .sample_weight = Tensor{{1.}, {2.}}}),
              1.25, 1, 1.25);
}

TEST(ModelMasks, OutputsOfASequentialHaveTheMaskAndPredictionsNone) {
  const Sequential model = masked_model("sum");
  const Tensor y = model(padded_steps());
  ASSERT_TRUE(y.mask().defined());
  EXPECT_EQ(y.mask().to_vector<bool>(), (std::vector<bool>{true, false, true, false, false, true}));
  EXPECT_FALSE(model.supports_masking());
  const Tensor predicted = model.predict(padded_steps());
  EXPECT_EQ(predicted.to_vector<float>(), (std::vector<float>{3, 0, 4, 0, 0, 6}));
}

TEST(ModelMasks, TrainAlongUnmaskedStepsAlone) {
  const auto kernel_after = [](bool masks) {
    Sequential model;
    if (masks) model.append(std::make_shared<MaskZeroSteps>());
    model.append(std::make_shared<layers::Dense>(
        1, layers::DenseOptions{.use_bias = true, .kernel_initializer = "ones"}));
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}), .loss = "mse"});
    model.train_on_batch(padded_steps(), step_labels());
    return model.weights()[1].item<double>();
  };
  // d/db of mean((y_pred - y)^2): errors 2, 1 and 0 of three steps; else -2, -4 and -5 of six, too.
  EXPECT_NEAR(kernel_after(true), -0.1 * 2 * (2 + 1 + 0) / 3, 1e-6);
  EXPECT_NEAR(kernel_after(false), -0.1 * 2 * (2 + 1 + 0 - 2 - 4 - 5) / 6, 1e-6);
}

}  // namespace
}  // namespace beras
