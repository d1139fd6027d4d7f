// The memory of a training step, found out by a rehearsal.
#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include <beras/base/error.h>
#include <beras/base/hold_seeds_internal.h>
#include <beras/core/profiler.h>
#include <beras/core/scopes.h>
#include <beras/layers/added_losses_internal.h>
#include <beras/layers/keep_metrics_internal.h>
#include <beras/models/memory_log_internal.h>
#include <beras/models/model.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

/// Puts copies in the place of weights, and the weights back.
class UnderstudyWeights {
 public:
  explicit UnderstudyWeights(Tensors weights) : weights_(std::move(weights)) {
    const PauseRecording pause;
    Tensors copies;
    for (const Tensor& weight : weights_) {
      originals_.push_back(weight.snapshot().name({}));  // without a name a rebind cannot fail
      copies.push_back(weight.copy());
      copies.back().trainable(weight.trainable());
    }
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i].rebind(copies[i]);
  }
  ~UnderstudyWeights() {
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i].rebind(originals_[i]);
  }
  UnderstudyWeights(const UnderstudyWeights&) = delete;
  UnderstudyWeights& operator=(const UnderstudyWeights&) = delete;

 private:
  Tensors weights_;
  Tensors originals_;
};

/// Lets an optimizer take steps on other weights that it then knows nothing of, not even their
/// number.
class UnderstudySteps {
 public:
  UnderstudySteps(optimizers::Optimizer& optimizer, Tensors weights)
      : optimizer_(optimizer), weights_(std::move(weights)), numbers_(numbers_of(optimizer)) {}
  ~UnderstudySteps() { optimizer_.forget(weights_); }
  UnderstudySteps(const UnderstudySteps&) = delete;
  UnderstudySteps& operator=(const UnderstudySteps&) = delete;

 private:
  /// Its counts and scales, which belong to no weight.
  static Tensors numbers_of(const optimizers::Optimizer& optimizer) {
    Tensors numbers = optimizer.variables();
    std::erase_if(numbers, [](const Tensor& variable) { return variable.rank() > 0; });
    return numbers;
  }

  optimizers::Optimizer& optimizer_;
  Tensors weights_;
  UnderstudyWeights numbers_;
};

template <typename T>
class Replaced {
 public:
  Replaced(T& place, T value) : place_(place), before_(std::exchange(place, std::move(value))) {}
  ~Replaced() { place_ = std::move(before_); }
  Replaced(const Replaced&) = delete;
  Replaced& operator=(const Replaced&) = delete;

 private:
  T& place_;
  T before_;
};

std::size_t pooled_bytes(const Tensor& tensor) {
  return beras::pooled_bytes(static_cast<std::size_t>(tensor.size() * item_size(tensor.dtype())));
}

bool lacks_values(const Tensors& weights) {
  return std::any_of(weights.begin(), weights.end(),
                     [](const Tensor& weight) { return !weight.device().holds_values(); });
}

/// What the model can be called on, as far as shapes and dtypes go.
Tensor zeros(const Shape& shape, DType dtype, const Tensors& weights) {
  Tensor made = lacks_values(weights) ? Tensor::empty(shape, dtype, Device::meta)
                                      : Tensor::zeros(shape, dtype);
  made.trainable(false);
  return made;
}

}  // namespace

MemoryPlan Model::plan(const Structure& x, const Structure& y) {
  const CompileOptions& options = compile_options();
  if (!built()) {
    throw ValueError(
        label(), "is not built yet: call it on data, build(input_shape), or begin with an Input.");
  }
  const std::int64_t count = check_samples("plan", x, y, {});
  std::vector<const Callable*> owners;
  std::vector<MemoryPlan::Row> rows;
  for (const auto& layer : layers()) {
    owners.push_back(layer.get());
    rows.push_back({layer->title(), {}});
  }
  const std::size_t own_layers = owners.size();
  for (const losses::AnyLoss& loss : options.loss.all()) {
    if (!loss) continue;
    owners.push_back(loss.pointer().get());
    rows.push_back({loss->label(), {}});
  }
  rows.push_back({"other", {}});

  const ForgetCalls forget;
  const HoldSeeds hold;
  // Metrics stay out of it, those of layers on copies of their state.
  CompileOptions rehearsed = options;
  rehearsed.metrics = {};
  rehearsed.weighted_metrics = {};
  const Replaced training(training_, std::make_shared<Training>(std::move(rehearsed)));
  const Replaced added_losses(layers::AddedLosses::of_this_thread().all, {});
  const layers::KeepMetrics metrics_stay(*this);
  const UnderstudyWeights understudies(weights());
  const UnderstudySteps steps(optimizer(), weights());
  const profiler::Profile profile;  // without one the log learns nothing of calls
  std::optional<DeviceScope> without_values;
  if (lacks_values(weights())) without_values.emplace(Device::meta);
  MemoryLog log(owners, optimizer().label());
  optimizer().build(trainable_variables());
  train_step({constant(x), constant(y)});

  std::vector<std::pair<Tensor, std::size_t>> state;
  std::unordered_set<std::uint64_t> seen;
  const auto add_weights = [&](const Tensors& weights, std::size_t row) {
    for (const Tensor& weight : weights) {
      if (!seen.insert(weight.id()).second) continue;
      rows[row].use.weights += pooled_bytes(weight);
      for (const Tensor& slot : optimizer().slots(weight)) state.emplace_back(slot, row);
    }
  };
  for (std::size_t row = 0; row < own_layers; ++row)
    add_weights(static_cast<const layers::Layer*>(owners[row])->weights(), row);
  add_weights(weights(), owners.size());

  const std::vector<MemoryUse> uses = log.at_peak(state);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::size_t weights = rows[row].use.weights;
    rows[row].use = uses[row];
    rows[row].use.weights = weights;
  }
  return {count, std::move(rows)};
}

MemoryPlan Model::plan(std::int64_t batch_size) {
  training();
  if (batch_size < 1) {
    throw ValueError("plan", "a batch size of at least 1", std::to_string(batch_size));
  }
  const auto batch_of = [&](Shape shape) {
    if (!shape.empty()) shape[0] = batch_size;
    for (const std::int64_t length : shape) {
      if (length >= 0) continue;
      throw ValueError("plan", "an input whose axes are known, apart from the batch",
                       "input shape " + to_string(shape), "Give it samples: plan(x, y)");
    }
    return shape;
  };
  const Tensor x = zeros(batch_of(input_shape()), dtype(), weights());
  const Shape output = batch_of(output_shape());
  try {
    return plan(x, zeros(output, DType::float32, weights()));
  } catch (const Error&) {
    // A loss that takes no labels of the output's shape may take classes.
    if (output.size() < 2) throw;
    try {
      return plan(x, zeros({output.begin(), output.end() - 1}, DType::int32, weights()));
    } catch (const Error&) {
      // Neither: then the labels were not what is wrong.
    }
    throw;
  }
}

}  // namespace beras
