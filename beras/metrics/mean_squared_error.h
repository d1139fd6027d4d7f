// The mean squared error over many batches.
#pragma once

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// The mean of `losses::mean_squared_error`.
class BERAS_API MeanSquaredError : public MeanMetricWrapper {
 public:
  explicit MeanSquaredError(const MetricOptions& options = {});
};

template <std::same_as<MeanSquaredError> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("MeanSquaredError", metric_fields<Options>()).also_known_as("MSE", "mse");
}

}  // namespace beras::metrics
