// What compile, fit, evaluate and predict are told. The fields of an options struct stand in the
// order of Keras's arguments, which designated initializers must keep; what Keras has not comes
// last.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include <beras/base/export.h>
#include <beras/data/dataset.h>
#include <beras/losses/get.h>
#include <beras/metrics/get.h>
#include <beras/models/by_output.h>
#include <beras/models/callback.h>
#include <beras/models/progress_output.h>
#include <beras/optimizers/get.h>

namespace beras {

/// What a model trains with. Each may be given by Keras's name or as an object, for all outputs or
/// for each.
struct CompileOptions {
  optimizers::AnyOptimizer optimizer = "rmsprop";
  /// One for all outputs, or one, or none, for each. May be left out by a model that overrides
  /// train_step and test_step, or compute_loss.
  ByOutput<losses::AnyLoss> loss = {};
  /// What each loss is multiplied by before they are added up; 1 unless given.
  ByOutput<double> loss_weights = {};
  /// Metrics that ignore sample and class weights: of several outputs, some for each.
  ByOutput<metrics::AnyMetric> metrics = {};
  /// Metrics that use them.
  ByOutput<metrics::AnyMetric> weighted_metrics = {};
  /// Puts a LossScaleOptimizer around the optimizer of a model of the policy "mixed_float16".
  bool auto_scale_loss = true;
};

/// The samples of one step: inputs, labels (undefined where the model trains without), and a weight
/// for each sample (undefined: all 1). Labels and weights of several outputs lie as these do.
struct Batch {
  Structure x;
  Structure y = {};
  Structure sample_weight = {};
};

/// Weighs the samples of a class: class_weight = {{3, 2.0}} counts class 3 twice.
using ClassWeights = std::map<std::int64_t, double>;

/// What fit validates with: nothing, samples, or a dataset of batches.
using ValidationData = std::variant<std::monostate, Batch, Dataset>;

/// Whether fit trains on the samples in a new order each epoch.
///
/// true mixes all samples, false keeps their order, and "batch" mixes the samples within each batch
/// alone, as Keras does; ValueError for another word.
class BERAS_API Shuffle {
 public:
  enum class Kind : std::uint8_t { none, samples, within_batches };

  Shuffle(bool value) : kind_(value ? Kind::samples : Kind::none) {}
  Shuffle(const char* word);
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// After which epochs fit validates: after every n-th, or after those listed, counted from 1.
using ValidationFrequency = std::variant<int, std::vector<int>>;

/// What fit, evaluate and predict call at their stations, in this order:
/// {callbacks::EarlyStopping({.patience = 3})}.
using Callbacks = std::vector<AnyCallback>;

struct FitOptions {
  /// Unless given it is 32; beside steps_per_epoch what spreads the samples over so many batches.
  std::optional<std::int64_t> batch_size = std::nullopt;
  int epochs = 1;
  /// 0 silent, 1 progress bar, 2 one line an epoch; a bar becomes a line where the output is not
  /// live.
  int verbose = 1;
  Callbacks callbacks = {};
  /// The last fraction of the samples, in [0, 1), is not trained on but validated with.
  double validation_split = 0;
  /// What to validate with after each epoch, instead of a split.
  ValidationData validation_data = {};
  Shuffle shuffle = true;
  /// For models of one output.
  ClassWeights class_weight = {};
  Structure sample_weight = {};
  /// The epoch to begin with, to go on with an earlier run.
  int initial_epoch = 0;
  /// Steps of an epoch, where the data do not say; the next epoch goes on where this one stopped.
  /// No batch is drawn that is not trained on.
  std::optional<std::int64_t> steps_per_epoch = std::nullopt;
  /// The number of batches to validate with; all of them if not given.
  std::optional<std::int64_t> validation_steps = std::nullopt;
  std::int64_t validation_batch_size = 0;  // as batch_size if 0
  ValidationFrequency validation_frequency = 1;
  /// Of the orders of the samples; drawn from the global generator if not given.
  std::optional<std::uint64_t> shuffle_seed = std::nullopt;
  /// Ctrl-C (SIGINT) ends fit after the current batch, as stop_training does; it does again what it
  /// did before when fit returns. For programs: a library leaves signals alone.
  bool stop_on_interrupt = false;
  ProgressOutput output = ProgressOutput::standard();
};

struct EvaluateOptions {
  /// Unless given it is 32; beside steps what spreads the samples over so many batches.
  std::optional<std::int64_t> batch_size = std::nullopt;
  int verbose = 1;
  Structure sample_weight = {};
  /// The number of batches to evaluate; all of them if not given.
  std::optional<std::int64_t> steps = std::nullopt;
  Callbacks callbacks = {};
  ProgressOutput output = ProgressOutput::standard();
};

struct PredictOptions {
  /// As for evaluate.
  std::optional<std::int64_t> batch_size = std::nullopt;
  /// As fit's, but silent unless asked: programs predict in places where nobody watches.
  int verbose = 0;
  /// The number of batches to predict; all of them if not given.
  std::optional<std::int64_t> steps = std::nullopt;
  Callbacks callbacks = {};
  ProgressOutput output = ProgressOutput::standard();
};

}  // namespace beras
