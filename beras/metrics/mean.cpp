#include <beras/metrics/mean.h>

#include <cmath>
#include <string>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/losses/mask_internal.h>
#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/ops/binary.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Mean::Mean(MetricOptions options)
    : Metric(options.name.empty() ? "mean" : std::move(options.name)),
      dtype_(options.dtype ? options.dtype->compute_dtype() : DType::float32) {
  if (!is_floating(dtype_)) throw ValueError(name(), "a floating dtype", options.dtype->name());
  add_variable("total");
  add_variable("count");
}

void Mean::add(const Tensor& total, const Tensor& count) {
  variable(0).assign(variable(0) + total);
  variable(1).assign(variable(1) + count);
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
    add(exact.sum() / values_per_sample, Tensor(samples, DType::float64));
    return;
  }
  if (const std::int64_t position = losses::first_nan(sample_weight); position >= 0) {
    throw ValueError(name(), "sample weights that are numbers",
                     "NaN at position " + std::to_string(position));
  }
  const Tensor weight = losses::sample_weight_for(name(), sample_weight, values) *
                        Tensor::ones(values.shape(), DType::float64);
  add((exact * weight).sum() / values_per_sample, weight.sum() / values_per_sample);
}

void Mean::update_state(double value, double weight) {
  add_weighted(Tensor(value, DType::float64), weight);
}

void Mean::add_weighted(const Tensor& value, double weight) {
  if (std::isnan(weight)) throw ValueError(name(), "a weight that is a number", "NaN");
  if (value.rank() != 0)
    throw ShapeError(name(), "a tensor of rank 0", "shape " + to_string(value.shape()));
  const PauseRecording pause;
  add(value.astype(DType::float64) * weight, Tensor(weight, DType::float64));
}

Tensor Mean::result() const {
  const PauseRecording pause;
  return ops::divide_no_nan(variable(0), variable(1)).astype(dtype_).detach();
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
  const Tensor values = function_(y_true, y_pred);
  Mean::update_state(values, losses::masked_weight(name(), sample_weight, y_pred.mask(), values));
}

}  // namespace beras::metrics
