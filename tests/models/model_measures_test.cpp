// What losses and metrics that are given to compile see, what they are called, and what is
// reported.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <beras/metrics/metrics.h>
#include <beras/tensor/operators.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

Tensor own(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor error = y_true - y_pred;
  return (error * error).mean(-1);
}

struct OwnLoss : losses::Loss {
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    return own(y_true, y_pred);
  }
};

struct OwnMetric : metrics::Mean {
  OwnMetric() : Mean({.name = "own_metric"}) {}
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    Mean::update_state(own(y_true, y_pred), sample_weight);
  }
};

/// What a model of this loss reports for predictions of this shape, which are 1, 2, ..., and labels
/// of that one, which are 0.
Logs logs_of(const losses::AnyLoss& loss, const Shape& y_true, const Shape& y_pred) {
  struct Given : Model {
    Shape shape;
    Tensor call(const Tensor& x) const override { return x.reshape(shape); }
  } model;
  model.shape = y_pred;
  model.compile({.optimizer = "sgd",
                 .loss = loss,
                 .metrics = {own, OwnMetric(), "mse", "mae"},
                 .weighted_metrics = {own, OwnMetric(), "mse"}});
  const auto count = static_cast<int>(element_count(y_pred));
  return model.evaluate(counting_samples(count).reshape({y_pred[0], -1}),
                        Tensor::zeros(y_true, DType::uint8),
                        {.verbose = 0, .sample_weight = Tensor::ones({y_pred[0]})});
}

TEST(Measures, SeeLabelsAlignedWhateverTheyAre) {
  const std::vector<std::pair<Shape, Shape>> shapes = {
      {{6}, {6, 1}}, {{6, 1}, {6}}, {{2, 3}, {2, 3, 1}}, {{2, 3, 1}, {2, 3}}, {{2, 3}, {2, 3}}};
  for (const auto& [y_true, y_pred] : shapes) {
    for (const losses::AnyLoss& loss :
         {losses::AnyLoss("mse"), losses::AnyLoss(own), losses::AnyLoss(OwnLoss())}) {
      const Logs logs = logs_of(loss, y_true, y_pred);
      for (const auto& [name, value] : logs)
        EXPECT_FLOAT_EQ(value, name == "mae" ? 3.5 : 91.0 / 6) << name << to_string(y_true);
      EXPECT_EQ(logs.size(), 8U);
    }
  }
}

TEST(Measures, AreCalledAsInKeras) {
  using Names = std::vector<std::string>;
  const auto names = [](std::vector<metrics::AnyMetric> metrics,
                        std::vector<metrics::AnyMetric> weighted) {
    Sequential model = linear_model();
    model.compile(
        {.loss = "mse", .metrics = std::move(metrics), .weighted_metrics = std::move(weighted)});
    return model.metrics_names();
  };
  EXPECT_EQ(names({"mae"}, {"mae"}), (Names{"loss", "mae", "weighted_mae"}));
  EXPECT_EQ(names({}, {"mae"}), (Names{"loss", "mae"}));
  EXPECT_EQ(names({"mae", "mae"}, {"mae", "mae", "mse"}),
            (Names{"loss", "mae", "mae_1", "weighted_mae", "weighted_mae_1", "mse"}));
  EXPECT_EQ(names({metrics::MeanAbsoluteError({.name = "weighted_mae"}), "mae"}, {"mae", "mae"}),
            (Names{"loss", "weighted_mae", "mae", "weighted_mae_1", "weighted_mae_2"}));
  EXPECT_EQ(names({"accuracy"}, {"accuracy", "acc"}),
            (Names{"loss", "accuracy", "weighted_accuracy", "acc"}));
}

TEST(Measures, OfOneBatchAreOfItAlone) {
  Sequential model = linear_model();
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0}), .loss = "mse", .metrics = {"mae"}});
  const Tensor y = Tensor::zeros({1, 1});
  for (const float value : {1.F, 3.F, 2.F}) {
    const Tensor x = Tensor::full({1, 1}, value);
    const Logs expected = {{"loss", value * value}, {"mae", value}};
    EXPECT_EQ(model.train_on_batch(x, y), expected);
    EXPECT_EQ(model.test_on_batch(x, y), expected);
  }
}

TEST(Measures, StayAccuracyOfTheLabelsThatTheShapesMean) {
  Sequential model;
  model.add(layers::Dense(1, {.activation = "sigmoid"}));
  model.compile({.loss = "crossentropy", .metrics = {"accuracy", "binary_accuracy"}});
  // A sequence of yes-or-no labels, without the trailing axis: no one-hot labels of three classes.
  const Tensor x = counting_samples(12).reshape({2, 3, 2}), y{{1., 0., 1.}, {1., 1., 0.}};
  const Logs logs = model.evaluate(x, y, {.verbose = 0});
  EXPECT_EQ(logs.at("accuracy"), logs.at("binary_accuracy"));
  const Logs with_axis = model.evaluate(x, y.reshape({2, 3, 1}), {.verbose = 0});
  for (const auto& [name, value] : logs) EXPECT_NEAR(value, with_axis.at(name), 1e-6) << name;
}

TEST(Measures, TheLossIsWeighed) {
  const Tensor x{{1.}, {2.}}, y{{0.}, {0.}};
  const auto trained = [&](double weight) {
    Sequential model = linear_model();
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01}),
                   .loss = "mse",
                   .loss_weights = weight,
                   .metrics = {"mse"}});
    const Logs logs = model.train_on_batch(x, y);
    EXPECT_NEAR(logs.at("loss"), weight * logs.at("mse"), 1e-5);
    return model.weights()[0].to_vector<float>()[0];
  };
  // The gradient is weighed with it.
  const float start = trained(0);
  EXPECT_NEAR(trained(3) - start, 3 * (trained(1) - start), 1e-5);
  Sequential model = linear_model();
  EXPECT_THROW(model.compile({.loss = "mse", .loss_weights = std::nan("")}), ValueError);
}

}  // namespace
}  // namespace beras
