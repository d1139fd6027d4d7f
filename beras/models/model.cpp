#include <beras/models/model.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/profiler.h>
#include <beras/core/scopes.h>
#include <beras/layers/input.h>
#include <beras/layers/keep_metrics_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/models/training_internal.h>
#include <beras/optimizers/loss_scale_optimizer.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

/// A metric whose name is taken gets `prefix` before it, and then a number.
void make_names_unique(const std::vector<metrics::AnyMetric>& metrics, const std::string& prefix,
                       std::set<std::string>& names) {
  for (const metrics::AnyMetric& metric : metrics) {
    if (!metric) throw ValueError("compile", "metrics by name or as objects", "a null pointer");
    if (names.insert(metric->name()).second) continue;
    const std::string name = prefix + metric->name();
    std::string unique = name;
    for (int number = 1; !names.insert(unique).second; ++number)
      unique = name + "_" + std::to_string(number);
    metric->name(unique);
  }
}

void check_labelled(const std::string& who, const std::string& what, const Batch& batch) {
  if (batch.y.defined()) return;
  throw ValueError(who, "labels for " + what, "samples without",
                   "To train without labels, override train_step or compute_loss");
}

/// To tapes, what a model trains on is constant.
Batch constant(Batch batch) {
  for (Tensor* part : {&batch.x, &batch.y, &batch.sample_weight})
    if (part->defined()) *part = part->detach();
  return batch;
}

std::vector<std::uint64_t> ids_of(const Tensors& weights) {
  std::vector<std::uint64_t> ids;
  for (const Tensor& weight : weights) ids.push_back(weight.id());
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

// Its layers cast what they are given, each to its own dtype.
Model::Model(layers::LayerOptions options) : Layer(std::move(options)) { autocast(false); }

void Model::build_parts(const Shape& input_shape) {
  const auto all = layers();
  if (std::all_of(all.begin(), all.end(), [](const auto& layer) { return layer->built(); })) return;
  const InferenceScope scope;
  const layers::KeepMetrics metrics_stay(*this);
  Shape shape = input_shape;
  std::replace_if(
      shape.begin(), shape.end(), [](std::int64_t length) { return length < 0; }, 2);
  forward(Arguments(Tensor::zeros(shape, dtype())));
}

void Model::compile(CompileOptions options) {
  check_not_moved();
  if (!options.optimizer) throw ValueError("compile", "an optimizer", "none");
  options.optimizer->iterations();  // which one that was moved from does not know
  if (!std::isfinite(options.loss_weights))
    throw ValueError("compile", "loss_weights: a number", std::to_string(options.loss_weights));
  std::set<std::string> names = {"loss"};
  make_names_unique(options.metrics, "", names);
  make_names_unique(options.weighted_metrics, "weighted_", names);
  if (options.auto_scale_loss) options.optimizer = scaling_loss(options.optimizer, dtype_policy());
  training_ = std::make_shared<Training>(std::move(options));
}

Model::Training& Model::training() const {
  check_not_moved();
  if (!training_)
    throw ValueError(label(), "is not compiled: call compile with an optimizer and a loss first.");
  return *training_;
}

void Model::check_weights() const {
  const std::vector<std::uint64_t>& first = training().weights;
  const std::vector<std::uint64_t> now = first.empty() ? first : ids_of(weights());
  if (first == now) return;
  const char* others = first.size() == now.size() ? ", others among them" : "";
  throw ValueError(label(), "the " + std::to_string(first.size()) + " weights of its first step",
                   std::to_string(now.size()) + others,
                   "Call compile again after adding or removing layers");
}

void Model::note_weights() const {
  if (training().weights.empty()) training().weights = ids_of(weights());
}

const CompileOptions& Model::compile_options() const { return training().options; }

optimizers::Optimizer& Model::optimizer() const { return *compile_options().optimizer; }

losses::Loss& Model::loss() const {
  const losses::AnyLoss& loss = compile_options().loss;
  if (!loss) {
    throw ValueError(label(),
                     "was compiled without a loss: pass one to compile, or override train_step.");
  }
  return *loss;
}

std::vector<std::shared_ptr<metrics::Metric>> Model::metrics() const {
  std::vector<std::shared_ptr<metrics::Metric>> all;
  if (compiled()) {
    all.push_back(training_->mean_loss);
    for (const auto& metric : compile_options().metrics) all.push_back(metric.pointer());
    for (const auto& metric : compile_options().weighted_metrics) all.push_back(metric.pointer());
  }
  for (const auto& metric : added_metrics())
    if (std::find(all.begin(), all.end(), metric) == all.end()) all.push_back(metric);
  return all;
}

std::vector<std::string> Model::metrics_names() const {
  std::vector<std::string> names;
  for (const auto& metric : metrics()) names.push_back(metric->name());
  return names;
}

void Model::reset_metrics() {
  for (const auto& metric : metrics()) metric->reset_state();
}

Logs Model::train_step(const Batch& batch) {
  check_labels_of_metrics(batch);
  GradientTape tape;
  const Tensor y_pred = (*this)(batch.x, {.training = true});
  const Tensor loss = compute_loss(batch, y_pred);
  const Tensors variables = trainable_variables();
  optimizer().apply(tape.gradient(optimizer().scale_loss(loss), variables), variables);
  return compute_metrics(batch, y_pred, loss);
}

Logs Model::test_step(const Batch& batch) {
  check_labels_of_metrics(batch);
  const Tensor y_pred = (*this)(batch.x);
  return compute_metrics(batch, y_pred, compute_loss(batch, y_pred));
}

void Model::check_labels_of_metrics(const Batch& batch) const {
  const CompileOptions& options = compile_options();
  if (options.metrics.empty() && options.weighted_metrics.empty()) return;
  check_labelled(label(), "metrics", batch);
}

Tensor Model::predict_step(const Tensor& x) const { return (*this)(x); }

Tensor Model::compute_loss(const Batch& batch, const Tensor& y_pred) {
  const Tensors added = losses();
  Tensor total;
  // What layers add may be all there is.
  if (compile_options().loss || added.empty()) total = compiled_loss(batch, y_pred);
  for (const Tensor& each : added) {
    const Tensor value = is_floating(each.dtype()) ? each : each.astype(DType::float32);
    const Tensor number = value.rank() == 0 ? value : value.sum();
    total = total.defined() ? total + number : number;
  }
  return total;
}

Tensor Model::compiled_loss(const Batch& batch, const Tensor& y_pred) const {
  check_labelled(label(), "the loss", batch);
  const Tensor value = batch.sample_weight.defined() ? loss()(batch.y, y_pred, batch.sample_weight)
                                                     : loss()(batch.y, y_pred);
  const double weight = compile_options().loss_weights;
  return weight == 1 ? value : value * weight;
}

Logs Model::compute_metrics(const Batch& batch, const Tensor& y_pred, const Tensor& loss) {
  check_labels_of_metrics(batch);
  Training& state = training();
  const PauseRecording pause;
  const profiler::Region region("metrics");
  const auto samples = static_cast<double>(batch.x.dim(0));
  state.mean_loss->update_state(loss.mean().item<double>(), samples);
  Logs logs = {{"loss", state.mean_loss->result().item<double>()}};
  const auto measure = [&](metrics::Metric& metric, const Tensor& sample_weight) {
    const auto [labels, predictions] =
        metric.reads_shapes() ? std::pair(batch.y, y_pred) : losses::same_rank(batch.y, y_pred);
    metric.update_state(labels, predictions, sample_weight);
    logs[metric.name()] = metric.result().mean().item<double>();
  };
  for (const auto& metric : state.options.metrics) measure(*metric, {});
  for (const auto& metric : state.options.weighted_metrics) measure(*metric, batch.sample_weight);
  for (const auto& metric : added_metrics())
    logs[metric->name()] = metric->result().mean().item<double>();
  return logs;
}

Logs Model::train_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight,
                           const ClassWeights& class_weight) {
  check_weights();
  check_samples("train_on_batch", x, y, sample_weight);
  check_class_weights("train_on_batch", class_weight);
  const ForgetCalls forget;
  reset_metrics();
  Logs logs = train_step(constant({x, y, with_class_weights(y, sample_weight, class_weight)}));
  note_weights();
  return logs;
}

Logs Model::test_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight) {
  training();
  check_samples("test_on_batch", x, y, sample_weight);
  const InferenceScope scope;
  reset_metrics();
  return test_step({x, y, sample_weight});
}

std::vector<std::shared_ptr<layers::Layer>> Model::layers() const {
  std::vector<std::shared_ptr<layers::Layer>> layers;
  for (const auto& child : children()) {
    check_has_type(*child, "Model.layers");
    if (cast_if<layers::Input>(*child)) continue;
    if (auto layer = std::dynamic_pointer_cast<layers::Layer>(child))
      layers.push_back(std::move(layer));
  }
  return layers;
}

layers::Layer& Model::get_layer(const std::string& name) const {
  std::vector<std::string> known;
  for (const auto& layer : layers()) {
    if (layer->name() == name) return *layer;
    known.push_back(layer->name());
  }
  throw_unknown_name(label(), "layer", name, known);
}

layers::Layer& Model::get_layer(std::size_t position) const {
  const auto all = layers();
  if (position >= all.size()) {
    throw IndexError(label(), "a position below " + std::to_string(all.size()),
                     std::to_string(position));
  }
  return *all[position];
}

}  // namespace beras
