#include <beras/models/model.h>

#include <algorithm>
#include <cmath>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/base/type_of_internal.h>
#include <beras/core/scopes.h>
#include <beras/layers/input_layer.h>
#include <beras/layers/keep_metrics_internal.h>
#include <beras/models/functional_internal.h>
#include <beras/models/training_internal.h>
#include <beras/optimizers/loss_scale_optimizer.h>

namespace beras {
namespace {

/// A model without names of outputs that is told nothing particular to each counts as one of one
/// output until its first step.
template <typename T>
bool is_for_one_output(const ByOutput<T>& given) {
  return given.kind() == Structure::Kind::tensor ||
         (given.kind() == Structure::Kind::list &&
          std::all_of(given.items().begin(), given.items().end(),
                      [](const auto& item) { return item.one() != nullptr; }));
}

/// The outputs without their values.
Structure without_values(const Structure& outputs) {
  return outputs.map([](const Tensor&) { return Tensor(); });
}

std::vector<std::uint64_t> ids_of(const Tensors& weights) {
  std::vector<std::uint64_t> ids;
  for (const Tensor& weight : weights) ids.push_back(weight.id());
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

Structure constant(const Structure& samples) {
  return samples.map(
      [](const Tensor& tensor) { return tensor.defined() ? tensor.detach() : tensor; });
}

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
  for (const double weight : options.loss_weights.all())
    if (!std::isfinite(weight))
      throw ValueError("compile", "loss_weights: a number", std::to_string(weight));
  for (const auto* metrics : {&options.metrics, &options.weighted_metrics})
    for (const metrics::AnyMetric& metric : metrics->all())
      if (!metric) throw ValueError("compile", "metrics by name or as objects", "a null pointer");
  if (options.auto_scale_loss) options.optimizer = scaling_loss(options.optimizer, dtype_policy());
  auto training = std::make_shared<Training>(std::move(options));
  const CompileOptions& given = training->options;
  const std::vector<std::string> names = output_names();
  if (!names.empty())
    training->lay_out({without_values(outputs_as(Tensors(names.size()))), names});
  else if (is_for_one_output(given.loss) && is_for_one_output(given.loss_weights) &&
           is_for_one_output(given.metrics) && is_for_one_output(given.weighted_metrics) &&
           given.loss_weights.items().size() <= 1)
    training->lay_out({Structure(), {}});
  training_ = std::move(training);
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
  const std::vector<losses::AnyLoss> all = compile_options().loss.all();
  if (all.empty() || (all.size() == 1 && !all[0])) {
    throw ValueError(label(),
                     "was compiled without a loss: pass one to compile, or override train_step.");
  }
  if (all.size() > 1) {
    throw ValueError(label(), "one loss", std::to_string(all.size()),
                     "compile_options().loss has all");
  }
  return *all[0];
}

Model::Training& Model::training_for(const Structure& y_pred) const {
  Training& state = training();
  // One tensor after another, as in most models, is no news.
  if (state.is_laid_out && state.outputs.structure.is_tensor() && y_pred.is_tensor()) return state;
  const Structure pattern = without_values(y_pred);
  if (!state.is_laid_out || to_string(state.outputs.structure) != to_string(pattern)) {
    const std::vector<std::string> names = output_names();
    state.lay_out({pattern, names.size() == y_pred.count() ? names : std::vector<std::string>()});
  }
  return state;
}

std::vector<std::shared_ptr<metrics::Metric>> Model::metrics() const {
  std::vector<std::shared_ptr<metrics::Metric>> all;
  if (compiled()) {
    all.push_back(training_->mean_loss);
    for (const auto& [name, metric] : training_->reported()) all.push_back(metric);
  }
  for (const auto& metric : added_metrics())
    if (std::find(all.begin(), all.end(), metric) == all.end()) all.push_back(metric);
  return all;
}

std::vector<std::string> Model::metrics_names() const {
  std::vector<std::string> names;
  const auto reported = training_ ? training_->reported() : Training::Reported();
  for (const auto& metric : metrics()) {
    const auto known = std::find_if(reported.begin(), reported.end(),
                                    [&](const auto& each) { return each.second == metric; });
    names.push_back(known == reported.end() ? metric->name() : known->first);
  }
  return names;
}

void Model::reset_metrics() {
  for (const auto& metric : metrics()) metric->reset_state();
}

Arguments Model::arguments_for(const Structure& x) const {
  if (functional_) return functional_->arguments_for(*this, x);
  if (x.is_tensor()) return x.tensor();
  if (x.kind() != Structure::Kind::map) return x.flatten();
  const std::vector<std::string> names = argument_names();
  const bool are_known =
      names.size() == x.size() && std::all_of(names.begin(), names.end(), [&](const auto& name) {
        return x.has(name) && x[name].is_tensor();
      });
  if (!are_known) return Arguments(x.flatten(), x.paths());
  Tensors inputs;
  for (const std::string& name : names) inputs.push_back(x[name].tensor());
  return Arguments(std::move(inputs), names);
}

Structure Model::outputs_as(Tensors outputs) const {
  if (functional_) return functional_->outputs_as(outputs);
  if (outputs.size() == 1) return std::move(outputs.front());
  return Structure::tuple({outputs.begin(), outputs.end()});
}

Structure Model::apply_to(const Structure& x, const CallOptions& options) const {
  return outputs_as(apply(arguments_for(x), options));
}

Structure Model::predict_step(const Structure& x) const { return apply_to(x); }

std::vector<std::shared_ptr<layers::Layer>> Model::layers() const {
  std::vector<std::shared_ptr<layers::Layer>> layers;
  const auto is_called = [this](const std::shared_ptr<Diffable>& child) {
    const auto& owners = functional_->graph.owners();
    return std::find(owners.begin(), owners.end(), child) != owners.end();
  };
  for (const auto& child : children()) {
    check_has_type(*child, "Model.layers");
    // What a functional model holds besides has weights, but no place among its layers.
    if (functional_ ? !is_called(child) : cast_if<layers::InputLayer>(*child) != nullptr) continue;
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
