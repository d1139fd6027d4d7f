// A network with a training loop: compile, fit, evaluate, predict.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/graph.h>
#include <beras/core/structure.h>
#include <beras/layers/layer.h>
#include <beras/models/history.h>
#include <beras/models/memory_plan.h>
#include <beras/models/options.h>
#include <beras/models/summary_options.h>

namespace beras {

/// A layer that can be trained. Subclass it and compose layers in `call`, or use Sequential.
///
/// ```cpp
/// struct Classifier : Model {
///   layers::Dense& hidden = add(layers::Dense(64, {.activation = "relu"}));
///   layers::Dense& scores = add(layers::Dense(10));
///   Tensor call(const Tensor& x) const override { return scores(hidden(x)); }
/// };
/// ```
///
/// One of several inputs or outputs overrides `forward`. Inputs then come in lists, by position, or
/// in maps, by the names of the arguments; what it gives is a tuple, unless it overrides
/// `outputs_as`. Labels, sample weights, losses and metrics lie as the outputs do.
///
/// As any layer it is a handle: a copy shares weights, optimizer and metrics. `predict` may be
/// called by many threads at once.
class BERAS_API Model : public layers::Layer {
 public:
  explicit Model(layers::LayerOptions options = {});
  /// A functional model: it makes the calls that lead from these symbolic tensors to those.
  ///
  /// ```cpp
  /// const Tensor x = layers::Input({28, 28});
  /// const Tensor hidden = layers::Dense(64, {.activation = "relu"})(layers::Flatten()(x));
  /// Model model(x, layers::Dense(10)(hidden));
  /// Model features(x, hidden);  // shares the layers
  /// ```
  ///
  /// Inputs may lie anywhere in a graph: a model between inner tensors has inputs of its own in
  /// their places. It is built from the start. As in Keras, an input that lacks the last axis of
  /// its shape, or has one more, is reshaped where that axis is 1; and inputs are cast to the
  /// dtypes of the symbolic ones.
  ///
  /// ValueError for tensors that are not symbolic, an input that comes twice, an output that
  /// depends on what is not among the inputs, and parts that share a name.
  Model(const Structure& inputs, const Structure& outputs, layers::LayerOptions options = {});

  /// States what it trains with. Metrics of equal names get numbers, and weighted ones "weighted_"
  /// before theirs; what they are shown is aligned as for losses. Of several outputs, "out_loss" is
  /// the loss of the output called "out", and "out_mae" its metric "mae". ValueError where a name
  /// is unknown; what fits no output is found out here, or at the first step, by what the model
  /// gives.
  void compile(CompileOptions options);

  /// Trains; x and y have one sample for each index of the first axis. The last batch may be
  /// smaller. y may be undefined where compute_loss or train_step is overridden and needs none.
  ///
  /// ValueError before compile, where weights have come or gone since the first step (compile anew
  /// after adding or removing layers), for no samples, a batch size below 1, a split outside [0,
  /// 1), labels or sample weights that are NaN, or a class weight below 0; ShapeError for unequal
  /// lengths.
  History fit(const Structure& x, const Structure& y, const FitOptions& options = {});
  /// The same with batches of x, (x, y) or (x, y, sample_weight). Options about samples
  /// (batch_size, shuffle, validation_split) do not apply; endless ones need steps_per_epoch.
  History fit(const Dataset& batches, const FitOptions& options = {});

  /// The loss and metrics over all samples. ValueError for endless batches without steps.
  Logs evaluate(const Structure& x, const Structure& y, const EvaluateOptions& options = {});
  Logs evaluate(const Dataset& batches, const EvaluateOptions& options = {});

  /// The outputs for all samples, computed batch by batch. Layers keep no call and tapes record
  /// nothing. ValueError for a model of several outputs.
  Tensor predict(const Tensor& x, const PredictOptions& options = {}) const;
  /// The same for models of any inputs and outputs: `predict(Structure(x))`, `predict({a, b})`.
  // Second to the one above for numbers in braces, which are a tensor.
  template <std::same_as<Structure> Inputs = Structure>
  Structure predict(const std::type_identity_t<Inputs>& x,
                    const PredictOptions& options = {}) const {
    return predict_structure(x, options);
  }
  /// The same for batches of x, (x, y) or (x, y, sample_weight). ValueError for none, and for
  /// endless ones without steps.
  Structure predict(const Dataset& batches, const PredictOptions& options = {}) const;

  /// One step on one batch; gives the loss and metrics of this batch alone.
  Logs train_on_batch(const Structure& x, const Structure& y, const Structure& sample_weight = {},
                      const ClassWeights& class_weight = {});
  Logs test_on_batch(const Structure& x, const Structure& y, const Structure& sample_weight = {});
  Structure predict_on_batch(const Structure& x) const;

  /// Calls it on a tensor, a list or a map, and gives its outputs as they belong together.
  virtual Structure apply_to(const Structure& x, const CallOptions& options = {}) const;

  // What fit, evaluate and predict do with a batch; override them to train otherwise.
  virtual Logs train_step(const Batch& batch);
  virtual Logs test_step(const Batch& batch);
  virtual Structure predict_step(const Structure& x) const;
  /// The losses that `compile` stated, times their weights, plus the sum of `losses()`. Without a
  /// loss of its own the model trains on those alone.
  virtual Tensor compute_loss(const Batch& batch, const Structure& y_pred);
  /// Takes the batch into the metrics and gives their values with the running losses.
  virtual Logs compute_metrics(const Batch& batch, const Structure& y_pred, const Tensor& loss);

  /// An independent functional model of the same make, with the values of the weights and what is
  /// frozen, but not compiled; see Sequential::clone. ValueError for other models: construct those
  /// anew.
  Model clone() const;
  /// The calls that it makes, if it was made of symbolic tensors; else null.
  virtual const Graph* graph() const;
  /// The symbolic tensors as they were given; those of its row of a Sequential. ValueError for a
  /// model that has no graph.
  Structure graph_inputs() const;
  Structure graph_outputs() const;
  /// The same where there is one; else as of any layer.
  Tensor input() const override;
  Tensor output() const override;
  Tensors forward(const Arguments& arguments) const override;
  std::string label() const override;
  /// Of a functional model {"input_shape": null}, as in Keras: its graph builds it.
  Config get_build_config() const override;

  bool compiled() const { return training_ != nullptr; }
  // These three throw ValueError before compile.
  const CompileOptions& compile_options() const;
  optimizers::Optimizer& optimizer() const;
  /// ValueError also where there are several.
  losses::Loss& loss() const;
  /// What each epoch begins anew, and what is reported: the mean loss, the metrics and the weighted
  /// metrics of `compile`, and, of several outputs, the mean losses of each; then those that the
  /// model and the layers in it have added (`add_metric`), without those of models among these.
  /// Override it where train_step has others.
  std::vector<std::shared_ptr<metrics::Metric>> metrics() const override;
  /// What they are called in logs, in the order in which Keras's `evaluate` lists their values.
  std::vector<std::string> metrics_names() const;
  void reset_metrics();
  /// Set it in a callback to end fit after this batch; the epoch is still validated and reported.
  bool stop_training = false;

  /// The direct sub-layers, with a functional model's inputs and without a Sequential's, as in
  /// Keras. ValueError by name or IndexError by position if there is none such, with the nearest
  /// name.
  std::vector<std::shared_ptr<layers::Layer>> layers() const;
  layers::Layer& get_layer(const std::string& name) const;
  layers::Layer& get_layer(std::size_t position) const;

  /// A table of layers, output shapes and parameter counts, as Keras prints it. ValueError before
  /// the model is built, for positions that leave a column no room or are not one for each column,
  /// and for a `layer_range` that matches no layer.
  std::string summary(const SummaryOptions& options = {}) const;

  /// The memory that a training step on a batch of that size needs: what is in use when most is,
  /// layer by layer.
  ///
  /// One step is rehearsed on zeros, with copies of the weights. Weights, optimizer, metrics and
  /// random generators are then as they were; what an overridden train_step changes besides is its
  /// own matter, and no other thread may use the model meanwhile. Counted is what tensors hold: a
  /// program needs besides what is not in the peak, its samples and the batches made of them,
  /// metrics, and itself. A model that was built on `meta`, without memory for weights, is
  /// rehearsed there; what kernels take for themselves while they work is then not known, and not
  /// counted.
  ///
  /// ValueError before compile and before the model is built, for a batch size below 1, and where
  /// the input has further axes of unknown length.
  MemoryPlan plan(std::int64_t batch_size);
  /// The same on samples of one's own, for models that cannot work with zeros.
  MemoryPlan plan(const Structure& x, const Structure& y);

  /// All weights with their paths: "dense/kernel", "block/dense_1/bias".
  ///
  /// In a path a layer goes by its class, numbered within what holds it, as in Keras: files go from
  /// a model to another one of the same make, whatever their layers are called.
  std::vector<std::pair<std::string, Tensor>> named_weights() const;
  /// Writes all weights to a .npz file, whole or not at all. ValueError for a path of another
  /// ending, as for load_weights.
  void save_weights(const std::string& path) const;
  /// Reads them back. FormatError or ShapeError naming the weight if the file does not fit, and
  /// then nothing is changed.
  void load_weights(const std::string& path);

 protected:
  /// Runs the model on zeros where sub-layers are not built yet.
  void build_parts(const Shape& input_shape) override;
  void prepare(const Arguments& arguments) const override;
  std::shared_ptr<const Diffable> graph_handle() const override;

  /// The arguments of a call on these inputs. A tensor and a list are passed by position; a map by
  /// the names of the arguments, or, where it has others, by its own, flat.
  virtual Arguments arguments_for(const Structure& x) const;
  /// The outputs of a call as they belong together: one as a tensor, several as a tuple.
  virtual Structure outputs_as(Tensors outputs) const;
  /// What the outputs are called, flat; none where they have no names.
  virtual std::vector<std::string> output_names() const;

 private:
  friend class ModelClones;
  struct Training;
  struct Functional;

  Training& training() const;
  /// ValueError where weights have come or gone since the first step: the state of the optimizer is
  /// that of the weights it was compiled for.
  void check_weights() const;
  void note_weights() const;
  /// What `compile` stated, without what layers add.
  Tensor compiled_loss(const Batch& batch, const Structure& y_pred) const;
  /// Losses and metrics, laid out for such outputs.
  Training& training_for(const Structure& y_pred) const;
  /// The metrics that it and its layers have added.
  std::vector<std::shared_ptr<metrics::Metric>> added_metrics() const;
  /// ValueError if there are metrics, but no labels to measure with.
  void check_labels_of_metrics(const Batch& batch) const;
  History run_fit(const Dataset& batches, const FitOptions& options,
                  const std::optional<Dataset>& validation);
  Logs run_evaluation(const Dataset& batches, const EvaluateOptions& options);
  Structure predict_structure(const Structure& x, const PredictOptions& options) const;
  Structure run_prediction(const std::function<std::optional<Structure>()>& next_batch,
                           std::int64_t steps, const PredictOptions& options) const;

  std::shared_ptr<Training> training_;
  std::shared_ptr<const Functional> functional_;
};

}  // namespace beras
