// What compile, fit, evaluate and predict are told. The fields of an options struct stand in the
// order of Keras's arguments, which designated initializers must keep; what Keras has not comes
// last.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include <beras/data/dataset.h>
#include <beras/losses/get.h>
#include <beras/metrics/get.h>
#include <beras/models/callback.h>
#include <beras/models/progress_output.h>
#include <beras/optimizers/get.h>

namespace beras {

/// What a model trains with. Each may be given by Keras's name or as an object.
struct CompileOptions {
  optimizers::AnyOptimizer optimizer = "rmsprop";
  /// May be left out by a model that overrides train_step and test_step, or compute_loss.
  losses::AnyLoss loss = {};
  /// Metrics that ignore sample and class weights.
  std::vector<metrics::AnyMetric> metrics = {};
  /// Metrics that use them.
  std::vector<metrics::AnyMetric> weighted_metrics = {};
};

/// The samples of one step: inputs, labels (undefined where the model trains without), and a weight
/// for each sample (undefined: all 1).
struct Batch {
  Tensor x;
  Tensor y = {};
  Tensor sample_weight = {};
};

/// Weighs the samples of a class: class_weight = {{3, 2.0}} counts class 3 twice.
using ClassWeights = std::map<std::int64_t, double>;

/// What fit validates with: nothing, samples, or a dataset of batches.
using ValidationData = std::variant<std::monostate, Batch, Dataset>;

/// What fit, evaluate and predict call at their stations, in this order:
/// {callbacks::EarlyStopping({.patience = 3})}.
using Callbacks = std::vector<AnyCallback>;

struct FitOptions {
  std::int64_t batch_size = 32;
  int epochs = 1;
  /// 0 silent, 1 progress bar, 2 one line an epoch; a bar becomes a line where the output is not
  /// live.
  int verbose = 1;
  Callbacks callbacks = {};
  /// The last fraction of the samples, in [0, 1), is not trained on but validated with.
  double validation_split = 0;
  /// What to validate with after each epoch, instead of a split.
  ValidationData validation_data = {};
  /// A new order of the samples for each epoch.
  bool shuffle = true;
  ClassWeights class_weight = {};
  Tensor sample_weight = {};
  /// The epoch to begin with, to go on with an earlier run.
  int initial_epoch = 0;
  /// Steps of an epoch, where the data do not say; the next epoch goes on where this one stopped.
  std::optional<std::int64_t> steps_per_epoch = std::nullopt;
  /// The number of batches to validate with; all of them if not given.
  std::optional<std::int64_t> validation_steps = std::nullopt;
  std::int64_t validation_batch_size = 0;  // as batch_size if 0
  int validation_frequency = 1;
  /// Of the orders of the samples; drawn from the global generator if not given.
  std::optional<std::uint64_t> shuffle_seed = std::nullopt;
  /// Ctrl-C (SIGINT) ends fit after the current batch, as stop_training does; it does again what it
  /// did before when fit returns. For programs: a library leaves signals alone.
  bool stop_on_interrupt = false;
  ProgressOutput output = ProgressOutput::standard();
};

struct EvaluateOptions {
  std::int64_t batch_size = 32;
  int verbose = 1;
  Tensor sample_weight = {};
  /// The number of batches to evaluate; all of them if not given.
  std::optional<std::int64_t> steps = std::nullopt;
  Callbacks callbacks = {};
  ProgressOutput output = ProgressOutput::standard();
};

struct PredictOptions {
  std::int64_t batch_size = 32;
  /// As fit's, but silent unless asked: programs predict in places where nobody watches.
  int verbose = 0;
  /// The number of batches to predict; all of them if not given.
  std::optional<std::int64_t> steps = std::nullopt;
  Callbacks callbacks = {};
  ProgressOutput output = ProgressOutput::standard();
};

}  // namespace beras
