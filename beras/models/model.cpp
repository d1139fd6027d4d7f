#include <beras/models/model.h>

#include <set>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/core/gradient_tape.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

std::vector<std::shared_ptr<metrics::Metric>> pointers_of(
    const std::vector<metrics::AnyMetric>& metrics, std::set<std::string>& names) {
  std::vector<std::shared_ptr<metrics::Metric>> pointers;
  for (const metrics::AnyMetric& metric : metrics) {
    if (!metric) throw ValueError("compile", "metrics by name or as objects", "a null pointer");
    const std::string name = metric->name();
    std::string unique = name;
    for (int number = 1; !names.insert(unique).second; ++number)
      unique = name + "_" + std::to_string(number);
    metric->name(unique);
    pointers.push_back(metric.pointer());
  }
  return pointers;
}

}  // namespace

Model::Model(layers::LayerOptions options) : Layer(std::move(options)) {}

void Model::compile(CompileOptions options) {
  if (!options.loss) throw ValueError("compile", "a loss", "none", "Pass .loss = \"mse\", say");
  if (!options.optimizer) throw ValueError("compile", "an optimizer", "none");
  std::set<std::string> names = {"loss"};
  auto training = std::make_shared<Training>();
  training->optimizer = options.optimizer.pointer();
  training->loss = options.loss.pointer();
  training->metrics = pointers_of(options.metrics, names);
  training->weighted_metrics = pointers_of(options.weighted_metrics, names);
  training_ = std::move(training);
}

Model::Training& Model::training() const {
  if (!training_)
    throw ValueError(label(), "is not compiled: call compile with an optimizer and a loss first.");
  return *training_;
}

optimizers::Optimizer& Model::optimizer() const { return *training().optimizer; }

Logs Model::train_step(const Batch& batch) {
  GradientTape tape;
  const Tensor y_pred = (*this)(batch.x, {.training = true});
  const Tensor loss = compute_loss(batch, y_pred);
  const Tensors variables = trainable_variables();
  optimizer().apply(tape.gradient(loss, variables), variables);
  return compute_metrics(batch, y_pred, loss);
}

Logs Model::test_step(const Batch& batch) {
  const Tensor y_pred = (*this)(batch.x);
  return compute_metrics(batch, y_pred, compute_loss(batch, y_pred));
}

Tensor Model::predict_step(const Tensor& x) const { return (*this)(x); }

Tensor Model::compute_loss(const Batch& batch, const Tensor& y_pred) {
  const losses::Loss& loss = *training().loss;
  return batch.sample_weight.defined() ? loss(batch.y, y_pred, batch.sample_weight)
                                       : loss(batch.y, y_pred);
}

Logs Model::compute_metrics(const Batch& batch, const Tensor& y_pred, const Tensor& loss) {
  Training& state = training();
  const PauseRecording pause;
  const auto samples = static_cast<double>(batch.x.dim(0));
  state.mean_loss.update_state(loss.mean().item<double>(), samples);
  Logs logs = {{"loss", state.mean_loss.result().item<double>()}};
  for (const auto& metric : state.metrics) {
    metric->update_state(batch.y, y_pred);
    logs[metric->name()] = metric->result().mean().item<double>();
  }
  for (const auto& metric : state.weighted_metrics) {
    metric->update_state(batch.y, y_pred, batch.sample_weight);
    logs[metric->name()] = metric->result().mean().item<double>();
  }
  return logs;
}

void Model::reset_metrics() {
  Training& state = training();
  state.mean_loss.reset_state();
  for (const auto& metric : state.metrics) metric->reset_state();
  for (const auto& metric : state.weighted_metrics) metric->reset_state();
}

Logs Model::train_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight,
                           const ClassWeights& class_weight) {
  training();
  check_samples("train_on_batch", x, y, sample_weight, 1);
  const ForgetCalls forget;
  return train_step({x.detach(), y, with_class_weights(y, sample_weight, class_weight)});
}

Logs Model::test_on_batch(const Tensor& x, const Tensor& y, const Tensor& sample_weight) {
  training();
  check_samples("test_on_batch", x, y, sample_weight, 1);
  const InferenceScope scope;
  return test_step({x, y, sample_weight});
}

Tensor Model::predict_on_batch(const Tensor& x) const {
  const InferenceScope scope;
  return predict_step(x);
}

std::vector<std::shared_ptr<layers::Layer>> Model::layers() const {
  std::vector<std::shared_ptr<layers::Layer>> layers;
  for (const auto& child : children()) {
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
