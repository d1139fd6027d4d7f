#include <beras/models/callbacks/early_stopping.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/metrics/metrics.h>
#include <tests/models/linear_model.h>

namespace beras::callbacks {
namespace {

struct Outcome {
  int epochs;
  int stopped_epoch;
  int best_epoch;
  double best;
  float weight;
  bool operator==(const Outcome&) const = default;
};

void PrintTo(const Outcome& it, std::ostream* stream) {
  *stream << it.epochs << ' ' << it.stopped_epoch << ' ' << it.best_epoch << ' ' << it.best << ' '
          << it.weight;
}

/// Runs through epochs with these losses, in which the weight is the number of the epoch.
Outcome outcome(EarlyStoppingOptions options) {
  Sequential model = linear_model();
  options.monitor = "loss";
  EarlyStopping stopping(options);
  stopping.attach(model, {});
  stopping.on_train_begin();
  int epoch = 0;
  for (const double loss : {5., 4., 3., 3.5, 2.9, 3., 3.1, 3.2, 2., 1.}) {
    model.set_weights({Tensor::full({1, 1}, epoch, float32)});
    Logs logs = {{"loss", loss}};
    stopping.on_epoch_end(epoch++, logs);
    if (model.stop_training) break;
  }
  stopping.on_train_end({});
  return {epoch, stopping.stopped_epoch(), stopping.best_epoch(), *stopping.best(),
          model.weights()[0].item<float>()};
}

// The outcomes are Keras's.

TEST(EarlyStopping, StopsAfterPatienceRunsOut) {
  EXPECT_EQ(outcome({}), (Outcome{4, 3, 2, 3, 3}));
  EXPECT_EQ(outcome({.patience = 1}), (Outcome{4, 3, 2, 3, 3}));
  EXPECT_EQ(outcome({.patience = 2}), (Outcome{7, 6, 4, 2.9, 6}));
  EXPECT_EQ(outcome({.patience = 3}), (Outcome{8, 7, 4, 2.9, 7}));
}

TEST(EarlyStopping, CountsOnlyImprovementsThatAreLargeEnough) {
  EXPECT_EQ(outcome({.min_delta = 0.5, .patience = 2}), (Outcome{5, 4, 2, 3, 4}));
  EXPECT_EQ(outcome({.min_delta = -0.5, .patience = 2}), (Outcome{5, 4, 2, 3, 4}));
  EXPECT_EQ(outcome({.patience = 2, .mode = "max"}), (Outcome{3, 2, 0, 5, 2}));
  EXPECT_EQ(outcome({.patience = 3, .baseline = 3.2}), (Outcome{8, 7, 4, 2.9, 7}));
}

TEST(EarlyStopping, RestoresTheWeightsOfTheBestEpoch) {
  EXPECT_EQ(outcome({.patience = 3, .restore_best_weights = true}), (Outcome{8, 7, 4, 2.9, 4}));
  EXPECT_EQ(outcome({.patience = 4, .baseline = 1.5, .restore_best_weights = true}),
            (Outcome{4, 3, 2, 3, 2}));
  EXPECT_EQ(outcome({.patience = 20, .restore_best_weights = true}), (Outcome{10, 0, 9, 1, 9}));
}

TEST(EarlyStopping, WaitsForTheFirstEpochThatCounts) {
  EXPECT_EQ(outcome({.start_from_epoch = 4}), (Outcome{6, 5, 4, 2.9, 5}));
  EXPECT_EQ(outcome({.patience = 2, .restore_best_weights = true, .start_from_epoch = 5}),
            (Outcome{8, 7, 5, 3, 5}));
}

TEST(EarlyStopping, EndsFitAndSaysSo) {
  Sequential model = linear_model();
  std::string text;
  const History history = model.fit(
      counting_samples(4), Tensor::zeros({4, 1}),
      {.epochs = 9,
       .verbose = 0,
       .callbacks = {EarlyStopping({.patience = 3, .verbose = 1, .restore_best_weights = true})},
       .validation_split = 0.5,
       .output = {.write = [&](std::string_view piece) { text += piece; }}});
  EXPECT_EQ(history.epochs().size(), 4U);
  EXPECT_EQ(text, "Epoch 4: early stopping\nRestoring model weights from the best epoch: 1.\n");
}

std::string error_of(const EarlyStoppingOptions& options, FitOptions fit) {
  Sequential model = linear_model();
  model.compile({.loss = "mse", .metrics = {"accuracy", [](const Tensor& y_true, const Tensor&) {
                                              return y_true;
                                            }}});
  fit.verbose = 0;
  try {
    fit.callbacks = {EarlyStopping(options)};
    model.fit(counting_samples(4), Tensor::zeros({4, 1}), fit);
  } catch (const ValueError& error) {
    return error.what();
  }
  return "";
}

TEST(EarlyStopping, AMetricKnowsWhichWayIsBetter) {
  EXPECT_EQ(error_of({.monitor = "accuracy"}, {}), "");
  EXPECT_EQ(error_of({.monitor = "val_accuracy"}, {.validation_split = 0.5}), "");
  EXPECT_EQ(error_of({.monitor = "mean_metric_wrapper", .mode = "max"}, {}), "");
  EXPECT_EQ(error_of({.monitor = "mean_metric_wrapper"}, {}),
            "[EarlyStopping] expected a value of which it is known whether more or less is better. "
            "Received: monitor \"mean_metric_wrapper\". Pass mode \"min\" or \"max\".");
}

TEST(EarlyStopping, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(error_of({.monitor = "val_los", .mode = "min"}, {.validation_split = 0.5}),
            "[EarlyStopping] expected a known value to monitor. Received: \"val_los\". Did you "
            "mean \"val_loss\"?");
  EXPECT_EQ(error_of({.mode = "mini"}, {}),
            "[EarlyStopping] expected a known mode. Received: \"mini\". Did you mean \"min\"?");
  EXPECT_NE(error_of({}, {}), "");
}

TEST(EarlyStopping, PassesOverEpochsThatAreNotValidated) {
  EXPECT_EQ(error_of({}, {.epochs = 3, .validation_split = 0.5, .validation_frequency = 2}), "");
}

}  // namespace
}  // namespace beras::callbacks
