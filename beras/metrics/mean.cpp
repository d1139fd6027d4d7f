#include <beras/metrics/mean.h>

#include <cmath>
#include <string>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Mean::Mean(MetricOptions options)
    : Metric(options.name.empty() ? "mean" : std::move(options.name)),
      dtype_(options.dtype ? options.dtype->compute_dtype() : DType::float32) {
  if (!is_floating(dtype_)) throw ValueError(name(), "a floating dtype", options.dtype->name());
}

void Mean::update_state(const Tensor& values, const Tensor& sample_weight, const Tensor& none) {
  if (none.defined()) {
    throw ValueError(name(), "values and their weights", "three tensors",
                     "Use MeanMetricWrapper for a function of labels and predictions");
  }
  const PauseRecording pause;
  if (values.size() == 0) return;
  // Each sample counts as one, however many values it has.
  const double samples = values.rank() == 0 ? 1 : static_cast<double>(values.dim(0));
  const double values_per_sample = static_cast<double>(values.size()) / samples;
  const Tensor exact = values.astype(DType::float64);
  if (!sample_weight.defined()) {
    total_ += exact.sum().item<double>() / values_per_sample;
    count_ += samples;
    return;
  }
  if (const std::int64_t position = losses::first_nan(sample_weight); position >= 0) {
    throw ValueError(name(), "sample weights that are numbers",
                     "NaN at position " + std::to_string(position));
  }
  const Tensor weight = losses::sample_weight_for(name(), sample_weight, values) *
                        Tensor::ones(values.shape(), DType::float64);
  total_ += (exact * weight).sum().item<double>() / values_per_sample;
  count_ += weight.sum().item<double>() / values_per_sample;
}

void Mean::update_state(double value, double weight) {
  if (std::isnan(weight)) throw ValueError(name(), "a weight that is a number", "NaN");
  total_ += value * weight;
  count_ += weight;
}

Tensor Mean::result() const { return Tensor(count_ == 0 ? 0 : total_ / count_, dtype_).detach(); }

void Mean::reset_state() { total_ = count_ = 0; }

Tensors Mean::variables() const {
  return {Tensor(total_, DType::float64).detach(), Tensor(count_, DType::float64).detach()};
}

MeanMetricWrapper::MeanMetricWrapper(MetricFunction function, MetricOptions options,
                                     Direction direction)
    : Mean(named("mean_metric_wrapper", std::move(options))), function_(std::move(function)) {
  if (!function_) throw ValueError(name(), "a function", "an empty one");
  this->direction(direction);
}

void MeanMetricWrapper::update_state(const Tensor& y_true, const Tensor& y_pred,
                                     const Tensor& sample_weight) {
  const PauseRecording pause;
  if (!function_) throw ValueError(name(), "was moved: use the metric that it was moved to.");
  Mean::update_state(function_(y_true, y_pred), sample_weight);
}

}  // namespace beras::metrics
