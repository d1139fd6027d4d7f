#include <beras/core/check_gradients.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <typeinfo>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/core/context_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

/// Holds the weights in float64, and gives them back as they were.
class Float64Weights {
 public:
  explicit Float64Weights(Tensors weights) : weights_(std::move(weights)) {
    const PauseRecording pause;
    Tensors exact;
    for (const Tensor& weight : weights_) {
      originals_.push_back(weight.snapshot().name({}));  // without a name a rebind cannot fail
      exact.push_back(is_floating(weight.dtype()) ? weight.astype(DType::float64).copy()
                                                  : originals_.back());
      exact.back().trainable(weight.trainable());
    }
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i].rebind(exact[i]);
  }
  ~Float64Weights() {
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i].rebind(originals_[i]);
  }
  Float64Weights(const Float64Weights&) = delete;
  Float64Weights& operator=(const Float64Weights&) = delete;

 private:
  Tensors weights_;
  Tensors originals_;
};

/// The composition of a plain function, so that it can be checked like a layer.
class FunctionOfTensors : public Diffable {
 public:
  explicit FunctionOfTensors(std::function<Tensor(const Tensors&)> function)
      : function_(std::move(function)) {
    if (!function_) throw ValueError("check_gradients", "a function", "an empty one");
  }
  Tensors forward(const Arguments& arguments) const override {
    return {function_(arguments.inputs())};
  }
  std::string label() const override { return "function"; }

 private:
  std::function<Tensor(const Tensors&)> function_;
};

double pseudo_random(std::uint64_t key, std::int64_t position) {
  const auto bits = philox(key, static_cast<std::uint64_t>(position));
  return 2 * to_unit_double(bits[0], bits[1]) - 1;
}

/// One check: the function, its point, and the fixed weighting of its outputs.
class Check {
 public:
  Check(const Diffable& diffable, Tensors inputs, const CheckOptions& options)
      : diffable_(diffable), inputs_(std::move(inputs)), options_(options) {}

  GradientReport run() {
    GradientTape tape;
    const Tensors outputs = call();
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      std::vector<double> weights(static_cast<std::size_t>(outputs[k].size()), 0);
      const bool floating = is_floating(outputs[k].dtype());
      for (std::size_t i = 0; floating && i < weights.size(); ++i)
        weights[i] = pseudo_random(k + 1, static_cast<std::int64_t>(i));
      const Tensor weighting(weights, outputs[k].shape());
      if (floating) {
        targets_.push_back(outputs[k]);
        upstream_.push_back(weighting);
      }
      weightings_.push_back(weighting);
      weights_.push_back(std::move(weights));
    }
    collect_sources();
    const Tensors stated = tape.gradient(
        targets_, sources_,
        {.output_gradients = upstream_, .unconnected_gradients = UnconnectedGradients::zero});
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      measured_.push_back(measure(i));
      compare(i, stated[i], "the tape's gradient");
    }
    if (options_.jacobians) compare_explicit();
    return report_;
  }

 private:
  Tensors call() const {
    return diffable_.apply(Arguments(inputs_), {.training = options_.training});
  }

  void collect_sources() {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const auto& constants = options_.constant_inputs;
      if (!is_floating(inputs_[i].dtype())) continue;
      if (std::find(constants.begin(), constants.end(), i) != constants.end()) continue;
      sources_.push_back(inputs_[i]);
      names_.push_back("input " + std::to_string(i));
    }
    for (const Tensor& weight : diffable_.trainable_variables()) {
      sources_.push_back(weight);
      names_.push_back("weight \"" + weight.name() + "\"");
    }
  }

  /// The weighted sum of all outputs. A function may use a tape of its own, so recording is not
  /// paused.
  double objective() const {
    const ForgetCalls scope;
    double sum = 0;
    const Tensors outputs = call();
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const std::vector<double> values = outputs[k].to_vector<double>();
      for (std::size_t i = 0; i < values.size(); ++i) sum += weights_[k][i] * values[i];
    }
    return sum;
  }

  /// Central differences of the objective along every element of a source.
  std::vector<double> measure(std::size_t source) {
    const Tensor& x = sources_[source];
    const std::vector<double> values = x.to_vector<double>();
    std::vector<double> differences;
    for (std::int64_t i = 0; i < x.size(); ++i) {
      const double original = values[static_cast<std::size_t>(i)];
      const Tensor element = x.as_strided({}, {}, i);
      const auto put = [&](double value) {  // no tape is to hear of it
        copy_elements(Tensor(value, DType::float64, x.device()), element);
      };
      const double step = options_.step * std::max(1.0, std::abs(original));
      put(original + step);
      const double above = objective();
      put(original - step);
      const double below = objective();
      put(original);
      differences.push_back((above - below) / (2 * step));
    }
    return differences;
  }

  void compare(std::size_t source, const Tensor& stated, const char* what) {
    const std::vector<double> values = stated.to_vector<double>();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double expected = measured_[source][i];
      const double excess = std::abs(values[i] - expected) - options_.absolute_tolerance -
                            options_.relative_tolerance * std::abs(expected);
      // Not-a-number must fail too.
      if (excess <= worst_) continue;
      worst_ = std::isnan(excess) ? std::numeric_limits<double>::infinity() : excess;
      report_.ok = false;
      report_.message = "[check_gradients] " + diffable_.label() + ": " + what +
                        " with respect to " + names_[source] + ", element " + std::to_string(i) +
                        " of shape " + to_string(sources_[source].shape()) + ": stated " +
                        std::to_string(values[i]) + ", central difference " +
                        std::to_string(expected);
    }
  }

  /// The explicit Jacobians of one more call, contracted with the weighting of the outputs.
  void compare_explicit() {
    GradientTape tape;
    call();
    // A composition is asked about its latest call, any other rule about its record.
    const Call* record = tape.calls().empty() ? nullptr : tape.calls().back().get();
    if (record) {
      const Diffable& recorded = record->diffable();
      if (recorded.label() != diffable_.label()) record = nullptr;
    }
    tape.stop();
    const CurrentCall current({.diffable = &diffable_, .call = record});
    const Tensors inputs = diffable_.inputs();
    compare_contracted(diffable_.get_input_gradients(), inputs, "get_input_gradients");
    compare_contracted(diffable_.get_weight_gradients(), diffable_.weights(),
                       "get_weight_gradients");
  }

  void compare_contracted(const Jacobians& jacobians, const Tensors& tensors, const char* what) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const auto source =
          std::find_if(sources_.begin(), sources_.end(),
                       [&](const Tensor& candidate) { return candidate.id() == tensors[i].id(); });
      if (source == sources_.end()) continue;
      Tensor sum = Tensor::zeros(tensors[i].shape(), DType::float64);
      for (std::size_t k = 0; k < weightings_.size(); ++k) {
        const std::size_t position = k * tensors.size() + i;
        if (position >= jacobians.size()) {
          throw ValueError(diffable_.label(), "one Jacobian for each output and input or weight",
                           std::to_string(jacobians.size()) + " from " + what);
        }
        sum = sum + jacobians[position].compose(weightings_[k], tensors[i].shape());
      }
      compare(static_cast<std::size_t>(source - sources_.begin()), sum, what);
    }
  }

  const Diffable& diffable_;
  Tensors inputs_;
  const CheckOptions& options_;
  Tensors targets_;
  Tensors upstream_;
  Tensors weightings_;
  std::vector<std::vector<double>> weights_;  // the same, on the host
  Tensors sources_;
  std::vector<std::string> names_;
  std::vector<std::vector<double>> measured_;
  double worst_ = 0;
  GradientReport report_;
};

}  // namespace

GradientReport check_gradients(const Diffable& diffable, const Tensors& inputs,
                               const CheckOptions& options) {
  const ExactScope exact;
  Tensors points;
  for (const Tensor& input : inputs) {
    const PauseRecording pause;
    const bool floating = is_floating(input.dtype());
    points.push_back(floating ? input.astype(DType::float64).copy() : input);
    points.back().trainable(floating);
  }
  {
    const ForgetCalls scope;
    diffable.apply(Arguments(points),
                   {.training = options.training});  // layers make their weights here
  }
  const Float64Weights weights(diffable.weights());
  return Check(diffable, points, options).run();
}

GradientReport check_gradients(const std::function<Tensor(const Tensors&)>& function,
                               const Tensors& inputs, const CheckOptions& options) {
  return check_gradients(FunctionOfTensors(function), inputs, options);
}

}  // namespace beras
