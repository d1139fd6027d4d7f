#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/tensor/operators.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

const Tensor& four_zeros() {
  static const Tensor labels = Tensor::zeros({4, 1});
  return labels;
}

TEST(Fit, ValidatesWithSamplesOrBatches) {
  Sequential model = linear_model();
  const Tensor x = counting_samples(4);
  const Dataset batches = Dataset::from_tensors(x, four_zeros()).batch(1);
  const auto val_loss = [&](const FitOptions& options) {
    return model.fit(x, four_zeros(), options).at("val_loss").at(0);
  };
  EXPECT_FLOAT_EQ(val_loss({.verbose = 0, .validation_data = Batch{x, four_zeros()}}), 7.5);
  EXPECT_FLOAT_EQ(val_loss({.verbose = 0, .validation_data = batches}), 7.5);
  EXPECT_FLOAT_EQ(val_loss({.verbose = 0, .validation_data = batches, .validation_steps = 2}), 2.5);
  EXPECT_FLOAT_EQ(
      val_loss({.verbose = 0, .validation_data = batches.repeat(), .validation_steps = 5}), 6.2);
  EXPECT_FLOAT_EQ(val_loss({.verbose = 0,
                            .validation_data = Batch{x, four_zeros()},
                            .validation_steps = 1,
                            .validation_batch_size = 2}),
                  2.5);
  EXPECT_THROW(val_loss({.verbose = 0, .validation_data = batches.repeat()}), ValueError);
  EXPECT_THROW(val_loss({.verbose = 0, .validation_data = batches, .validation_steps = 0}),
               ValueError);
}

/// The kernel after `fit` with an optimizer.
double trained_kernel(const optimizers::SGDOptions& options) {
  Sequential model = linear_model();
  model.compile({.optimizer = optimizers::SGD(options), .loss = "mse"});
  model.fit(counting_samples(4), four_zeros(), {.batch_size = 2, .verbose = 0, .shuffle = false});
  return model.weights()[0].item<double>();
}

TEST(Fit, ScalesTheLossAccumulatesAndEndsWithAverages) {
  // Gradients are 5 w for the first batch and 25 w for the second.
  EXPECT_FLOAT_EQ(trained_kernel({.learning_rate = 0.01}), 0.95 * 0.75);
  EXPECT_FLOAT_EQ(trained_kernel({.learning_rate = 0.01, .loss_scale_factor = 64}), 0.95 * 0.75);
  EXPECT_FLOAT_EQ(trained_kernel({.learning_rate = 0.01, .gradient_accumulation_steps = 2}), 0.85);
  EXPECT_FLOAT_EQ(trained_kernel({.learning_rate = 0.01, .use_ema = true, .ema_momentum = 0.5}),
                  (0.95 + 0.95 * 0.75) / 2);
}

struct StopAt : Callback {
  explicit StopAt(std::int64_t batch) : last(batch) {}
  std::int64_t last;
  std::string text;
  void on_train_batch_end(std::int64_t batch, const Logs&) override {
    text += std::to_string(batch) + " ";
    if (batch == last) model().stop_training = true;
  }
  void on_test_begin() override { text += "test "; }
  void on_epoch_end(int, Logs&) override { text += "epoch "; }
  void on_train_end(const Logs&) override { text += "end"; }
};

TEST(Fit, StopsAfterTheBatchThatSaysSo) {
  Sequential model = linear_model();
  auto stop = std::make_shared<StopAt>(1);
  const Tensor x = counting_samples(4);
  model.fit(x, four_zeros(),
            {.batch_size = 1,
             .epochs = 3,
             .verbose = 0,
             .callbacks = {stop},
             .validation_data = Batch{x, four_zeros()}});
  EXPECT_EQ(stop->text, "0 1 test epoch end");
}

TEST(Fit, WhatACallbackAddsToTheLogsIsReported) {
  struct Add : Callback {
    void on_epoch_end(int epoch, Logs& logs) override { logs["half"] = epoch / 2.; }
  };
  Sequential model = linear_model();
  std::string text;
  const History history =
      model.fit(counting_samples(4), four_zeros(),
                {.epochs = 2,
                 .callbacks = {std::make_shared<Add>()},
                 .output = {.write = [&](std::string_view piece) { text += piece; }}});
  EXPECT_EQ(history.at("half"), (std::vector<double>{0, 0.5}));
  EXPECT_EQ(text.find("Epoch 1/2\n1/1 "), 0U) << text;
  EXPECT_NE(text.find("half: 0.5000 - loss: 7.5000\n"), std::string::npos) << text;
}

struct Interrupt : Callback {
  bool ended = false;
  void on_train_batch_begin(std::int64_t batch) override {
    if (batch == 2) throw std::runtime_error("interrupted");
  }
  void on_train_end(const Logs&) override { ended = true; }
};

TEST(Fit, AnInterruptedModelGoesOn) {
  const Tensor x = counting_samples(4);
  const FitOptions options = {.batch_size = 1, .verbose = 0, .shuffle = false};
  Sequential whole = linear_model(0.01);
  whole.fit(x[Slice{0, 2}], four_zeros()[Slice{0, 2}], options);
  const std::vector<float> after_two_steps = whole.weights()[0].to_vector<float>();
  const double loss = whole.fit(x, four_zeros(), options).at("loss").at(0);

  Sequential model = linear_model(0.01);
  auto interrupt = std::make_shared<Interrupt>();
  FitOptions interrupted = options;
  interrupted.callbacks = {interrupt};
  EXPECT_THROW(model.fit(x, four_zeros(), interrupted), std::runtime_error);
  EXPECT_FALSE(interrupt->ended);
  EXPECT_FALSE(model.stop_training);
  EXPECT_FALSE(is_recording());
  EXPECT_EQ(model.weights()[0].to_vector<float>(), after_two_steps);
  EXPECT_EQ(model.optimizer().iterations(), 2);
  EXPECT_EQ(model.fit(x, four_zeros(), options).at("loss").at(0), loss);
  EXPECT_EQ(model.weights()[0].to_vector<float>(), whole.weights()[0].to_vector<float>());
}

TEST(Fit, AStepThatThrowsLeavesTheModelAsTheStepBefore) {
  struct Failing : Sequential {
    Tensor compute_loss(const Batch& batch, const Structure& y_pred) override {
      const Tensor loss = Sequential::compute_loss(batch, y_pred);
      if (fails) throw std::runtime_error("failed");
      return loss;
    }
    bool fails = true;
  };
  const Tensor x = counting_samples(4);
  Failing model;
  model.add(layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01}), .loss = "mse"});
  EXPECT_THROW(model.fit(x, four_zeros(), {.verbose = 0}), std::runtime_error);
  EXPECT_FALSE(is_recording());
  EXPECT_FLOAT_EQ(model.weights()[0].item<float>(), 1);
  model.fails = false;
  EXPECT_FLOAT_EQ(model.fit(x, four_zeros(), {.verbose = 0}).at("loss").at(0), 7.5);
  EXPECT_FLOAT_EQ(model.weights()[0].item<float>(), 0.85);  // 1 - 0.01 * 2 * 7.5
}

/// Pulls its outputs to zero, whatever the labels.
struct Unlabelled : Sequential {
  Tensor compute_loss(const Batch& batch, const Structure& y_pred) override {
    EXPECT_FALSE(batch.y.defined());
    const Tensor predicted = y_pred;
    return (predicted * predicted).mean();
  }
};

TEST(Fit, TrainsWithoutLabelsWhereTheLossNeedsNone) {
  Unlabelled model;
  model.add(layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01})});
  const Tensor x = counting_samples(4);
  const FitOptions options = {.verbose = 0, .validation_data = Batch{x}};
  const History history = model.fit(x, {}, options);
  EXPECT_FLOAT_EQ(history.at("loss").at(0), 7.5);
  EXPECT_FLOAT_EQ(model.weights()[0].item<float>(), 0.85);
  EXPECT_FLOAT_EQ(history.at("val_loss").at(0), 7.5F * 0.85F * 0.85F);
  EXPECT_FLOAT_EQ(
      model.fit(Dataset::from_tensors(Tensors{x}).batch(4), {.verbose = 0}).at("loss").at(0),
      7.5F * 0.85F * 0.85F);
  EXPECT_EQ(model.train_on_batch(x, {}).count("loss"), 1U);
  EXPECT_EQ(model.evaluate(x, {}, {.verbose = 0}).count("loss"), 1U);
}

TEST(Fit, SaysWhatNeedsTheLabelsThatAreMissing) {
  const auto message = [](auto&& run) -> std::string {
    try {
      run();
    } catch (const ValueError& error) {
      return error.what();
    }
    return "nothing thrown";
  };
  Sequential model = linear_model();
  const Tensor x = counting_samples(4);
  EXPECT_NE(message([&] {
              model.fit(x, {}, {.verbose = 0});
            }).find("expected labels for the loss. Received: samples without."),
            std::string::npos);
  EXPECT_NE(message([&] {
              model.fit(x, {}, {.verbose = 0, .class_weight = {{0, 2.}}});
            }).find("expected labels beside class_weight"),
            std::string::npos);
  EXPECT_NE(message([&] {
              model.fit(x, {}, {.verbose = 0, .sample_weight = x});
            }).find("expected labels beside sample weights"),
            std::string::npos);
  Unlabelled measured;
  measured.add(layers::Dense(1));
  measured.compile({.metrics = {"mae"}});
  EXPECT_NE(
      message([&] { measured.fit(x, {}, {.verbose = 0}); }).find("expected labels for metrics"),
      std::string::npos);
}

TEST(Fit, RefusesWeightsThatMakeNoSense) {
  Sequential model = linear_model(0.1);
  const Tensor x = counting_samples(4);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const Tensor classes{0, 1, 0, 1};
  const Tensor weights{1., 1., 1., nan};
  const auto error_of = [](const auto& action) -> std::string {
    try {
      action();
    } catch (const ValueError& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(error_of([&] {
              model.fit(x, four_zeros(), {.batch_size = 1, .verbose = 0, .sample_weight = weights});
            }),
            "[fit] expected sample weights that are numbers. Received: NaN in sample 3.");
  EXPECT_THROW(model.evaluate(x, four_zeros(), {.verbose = 0, .sample_weight = weights}),
               ValueError);
  EXPECT_THROW(model.train_on_batch(x, four_zeros(), weights), ValueError);
  EXPECT_THROW(model.test_on_batch(x, four_zeros(), weights), ValueError);
  EXPECT_THROW(model.fit(Dataset::from_tensors(x, four_zeros(), weights).batch(4), {.verbose = 0}),
               ValueError);
  EXPECT_THROW(model.fit(x, four_zeros(),
                         {.verbose = 0, .validation_data = Batch{x, four_zeros(), weights}}),
               ValueError);
  EXPECT_EQ(error_of([&] {
              model.fit(x, classes, {.verbose = 0, .class_weight = {{0, 1.0}, {7, -0.5}}});
            }),
            "[fit] expected class weights of at least 0. Received: -0.500000 for class 7.");
  EXPECT_THROW(model.fit(x, classes, {.verbose = 0, .class_weight = {{0, nan}}}), ValueError);
  EXPECT_THROW(model.train_on_batch(x, classes, {}, {{1, -1.0}}), ValueError);
  EXPECT_EQ(model.weights()[0].item<float>(), 1);
  // Samples may weigh less than nothing, as in policy gradients, and classes nothing.
  model.train_on_batch(x, four_zeros(), Tensor{1., -1., 0., 0.}, {{0, 0.0}});
}

TEST(Fit, RefusesSamplesWithoutElements) {
  Sequential model = linear_model();
  for (const std::int64_t count : {std::int64_t{3}, std::int64_t{1} << 40}) {
    const Tensor nothing = Tensor::empty({count, 0});
    EXPECT_THROW(model.fit(nothing, nothing, {.verbose = 0}), ValueError);
    EXPECT_THROW(model.evaluate(nothing, nothing, {.verbose = 0}), ValueError);
    EXPECT_THROW(model.predict(nothing), ValueError);
    EXPECT_THROW(model.train_on_batch(nothing, nothing), ValueError);
  }
}

}  // namespace
}  // namespace beras
