#include <beras/losses/loss.h>

#include <cmath>
#include <type_traits>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/shapes_internal.h>
#include <beras/tensor/operators.h>

namespace beras::losses {
namespace {

/// By position or, where names were given, by name; undefined if it was not passed.
Tensor argument(const Arguments& arguments, std::size_t position, std::string_view name) {
  if (arguments.names().empty()) {
    return position < arguments.size() ? arguments[position] : Tensor();
  }
  return arguments.has(name) ? arguments[name] : Tensor();
}

Tensor in_float32_at_least(const Tensor& x) {
  return x.dtype() == DType::float64 ? x : x.astype(DType::float32);
}

void check_labels(const Loss& loss, const Tensor& labels) {
  if (!is_floating(labels.dtype())) return;
  const Tensor values = labels.contiguous();
  visit_dtype(values.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* elements = values.data<T>();
    for (std::int64_t i = 0; i < values.size(); ++i) {
      if (std::isnan(static_cast<double>(elements[i]))) {
        throw ValueError(loss.label(), "labels that are numbers",
                         "NaN at position " + std::to_string(i));
      }
    }
  });
}

/// The weight that each value has in the end: of the sample, and 0 where it does not count.
/// Undefined if all are 1.
Tensor effective_weight(const Loss& loss, const Tensor& values, const Tensor& sample_weight,
                        const Tensor& counted) {
  const PauseRecording pause;
  Tensor weight;
  if (sample_weight.defined()) {
    weight = sample_weight_for(loss.label(), sample_weight, values).astype(values.dtype());
  }
  if (!counted.defined()) return weight;
  Tensor mask = counted.astype(values.dtype());
  const bool is_mean =
      loss.reduction() == Reduction::sum_over_batch_size || loss.reduction() == Reduction::mean;
  if (is_mean) {
    // The divisor will be the number of all values; it has to be of those that count.
    const double count = mask.sum().item<double>();
    if (count > 0) mask = mask * (static_cast<double>(mask.size()) / count);
  }
  return weight.defined() ? weight * mask : mask;
}

double sum_of_broadcast(const Tensor& weight, const Tensor& values) {
  const PauseRecording pause;
  if (weight.size() == 0) return 0;
  const std::int64_t repeats = values.size() / weight.size();
  return weight.astype(DType::float64).sum().item<double>() * static_cast<double>(repeats);
}

Tensor reduce(Tensor values, const Tensor& weight, Reduction reduction) {
  if (weight.defined()) values = values * weight;
  if (reduction == Reduction::none) return values;
  if (reduction == Reduction::sum) return values.sum();
  const bool by_weight = reduction == Reduction::mean_with_sample_weight && weight.defined();
  const double divisor =
      by_weight ? sum_of_broadcast(weight, values) : static_cast<double>(values.size());
  return values.sum() / (divisor == 0 ? 1 : divisor);
}

}  // namespace

Loss::Loss(LossOptions options) : options_(std::move(options)) {}

std::string Loss::name() const {
  return options_.name.empty() ? snake_case(label()) : options_.name;
}

Tensor Loss::counted(const Tensor&, const Tensor&) const { return {}; }

Tensors Loss::forward(const Arguments& arguments) const {
  const Tensor y_true = argument(arguments, 0, "y_true");
  const Tensor y_pred = argument(arguments, 1, "y_pred");
  if (!y_true.defined() || !y_pred.defined()) {
    throw ValueError(label(), "y_true and y_pred", y_true.defined() ? "no y_pred" : "no y_true");
  }
  const Tensor labels = y_true.detach();
  check_labels(*this, labels);
  const Tensor predictions = in_float32_at_least(y_pred);
  const Tensor values = in_float32_at_least(per_sample(labels, predictions));
  const Tensor weight = effective_weight(*this, values, argument(arguments, 2, "sample_weight"),
                                         counted(labels, predictions));
  return {reduce(values, weight, reduction())};
}

LossFunctionWrapper::LossFunctionWrapper(LossFunction function, LossOptions options)
    : Loss(std::move(options)), function_(std::move(function)) {
  if (!function_) throw ValueError(label(), "a function", "an empty one");
}

Tensor LossFunctionWrapper::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return function_(y_true, y_pred);
}

}  // namespace beras::losses
