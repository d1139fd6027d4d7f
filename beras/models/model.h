// A network with a training loop: compile, fit, evaluate, predict.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/data/dataset.h>
#include <beras/layers/layer.h>
#include <beras/losses/get.h>
#include <beras/metrics/get.h>
#include <beras/models/callback.h>
#include <beras/models/history.h>
#include <beras/optimizers/get.h>

namespace beras {

/// What a model trains with. Each may be given by Keras's name or as an object.
struct CompileOptions {
  optimizers::AnyOptimizer optimizer = "rmsprop";
  losses::AnyLoss loss = {};
  /// Metrics that ignore sample and class weights.
  std::vector<metrics::AnyMetric> metrics = {};
  /// Metrics that use them.
  std::vector<metrics::AnyMetric> weighted_metrics = {};
};

/// The samples of one step: inputs, labels, and a weight for each sample (undefined: all 1).
struct Batch {
  Tensor x;
  Tensor y = {};
  Tensor sample_weight = {};
};

/// Weighs the samples of a class: class_weight = {{3, 2.0}} counts class 3 twice.
using ClassWeights = std::map<std::int64_t, double>;

struct FitOptions {
  std::int64_t batch_size = 32;
  int epochs = 1;
  /// 0 silent, 1 progress bar, 2 one line an epoch; a bar becomes a line where the output is no
  /// terminal.
  int verbose = 1;
  std::vector<std::shared_ptr<Callback>> callbacks = {};
  /// The last fraction of the samples, in [0, 1), is not trained on but validated with.
  double validation_split = 0;
  /// What to validate with after each epoch, instead of a split.
  std::optional<Batch> validation_data = std::nullopt;
  std::int64_t validation_batch_size = 0;  // as batch_size if 0
  int validation_frequency = 1;
  /// A new order of the samples for each epoch.
  bool shuffle = true;
  /// Of the orders; drawn from the global generator if not given.
  std::optional<std::uint64_t> shuffle_seed = std::nullopt;
  ClassWeights class_weight = {};
  Tensor sample_weight = {};
  /// The epoch to begin with, to go on with an earlier run.
  int initial_epoch = 0;
  /// Steps of an epoch, where the data do not say; the next epoch goes on where this one stopped.
  std::optional<std::int64_t> steps_per_epoch = std::nullopt;
};

struct EvaluateOptions {
  std::int64_t batch_size = 32;
  int verbose = 1;
  Tensor sample_weight = {};
  std::vector<std::shared_ptr<Callback>> callbacks = {};
};

struct PredictOptions {
  std::int64_t batch_size = 32;
};

/// A layer that can be trained. Subclass it and compose layers in `call`, or use Sequential.
///
///     struct Classifier : Model {
///       layers::Dense& hidden = add(layers::Dense(64, {.activation = "relu"}));
///       layers::Dense& scores = add(layers::Dense(10));
///       Tensor call(const Tensor& x) const override { return scores(hidden(x)); }
///     };
///
/// As any layer it is a handle: a copy shares weights, optimizer and metrics. `predict` may be
/// called by many threads at once.
class BERAS_API Model : public layers::Layer {
 public:
  explicit Model(layers::LayerOptions options = {});

  /// States what it trains with. Metrics of equal names get numbers; ValueError where a name is
  /// unknown or the loss is missing.
  void compile(CompileOptions options);

  /// Trains; x and y have one sample for each index of the first axis. The last batch may be
  /// smaller.
  ///
  /// ValueError before compile, for no samples, a batch size below 1, a split outside [0, 1) or NaN
  /// labels; ShapeError for unequal lengths.
  History fit(const Tensor& x, const Tensor& y, const FitOptions& options = {});
  /// The same with batches of (x, y) or (x, y, sample_weight). Options about samples (batch_size,
  /// shuffle, validation_split) do not apply.
  History fit(const Dataset& batches, const FitOptions& options = {});

  /// The loss and metrics over all samples.
  Logs evaluate(const Tensor& x, const Tensor& y, const EvaluateOptions& options = {});
  Logs evaluate(const Dataset& batches, const EvaluateOptions& options = {});

  /// The outputs for all samples, computed batch by batch. Layers keep no call and tapes record
  /// nothing.
  Tensor predict(const Tensor& x, const PredictOptions& options = {}) const;

  /// One step on one batch; gives the loss and metrics of all steps since reset_metrics.
  Logs train_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight = {},
                      const ClassWeights& class_weight = {});
  Logs test_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight = {});
  Tensor predict_on_batch(const Tensor& x) const;
  void reset_metrics();

  // What fit, evaluate and predict do with a batch; override them to train otherwise.
  virtual Logs train_step(const Batch& batch);
  virtual Logs test_step(const Batch& batch);
  virtual Tensor predict_step(const Tensor& x) const;
  virtual Tensor compute_loss(const Batch& batch, const Tensor& y_pred);
  /// Takes the batch into the metrics and gives their values with the running loss.
  virtual Logs compute_metrics(const Batch& batch, const Tensor& y_pred, const Tensor& loss);

  /// ValueError before compile.
  optimizers::Optimizer& optimizer() const;
  bool compiled() const { return training_ != nullptr; }
  /// Set it in a callback to end fit after this epoch.
  bool stop_training = false;

  /// The direct sub-layers. ValueError by name or position if there is none such, with the nearest
  /// name.
  std::vector<std::shared_ptr<layers::Layer>> layers() const;
  layers::Layer& get_layer(const std::string& name) const;
  layers::Layer& get_layer(std::size_t position) const;

  /// A table of layers, output shapes and parameter counts, as Keras prints it. ValueError before
  /// the model is built.
  std::string summary() const;

  /// All weights with their paths: "dense/kernel", "block/dense_1/bias".
  std::vector<std::pair<std::string, Tensor>> named_weights() const;
  /// Writes all weights to a .npz file, whole or not at all.
  void save_weights(const std::string& path) const;
  /// Reads them back. FormatError or ShapeError naming the weight if the file does not fit, and
  /// then nothing is changed.
  void load_weights(const std::string& path);

 private:
  struct Training;

  Training& training() const;
  History run_fit(const Dataset& batches, const FitOptions& options,
                  const std::optional<Dataset>& validation);
  Logs run_evaluation(const Dataset& batches,
                      const std::vector<std::shared_ptr<Callback>>& callbacks, int verbose);

  std::shared_ptr<Training> training_;
};

}  // namespace beras
