// The mean absolute error over many batches.
#pragma once

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// The mean of `losses::mean_absolute_error`.
class BERAS_API MeanAbsoluteError : public MeanMetricWrapper {
 public:
  explicit MeanAbsoluteError(const MetricOptions& options = {});
};

template <std::same_as<MeanAbsoluteError> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("MeanAbsoluteError", metric_fields<Options>())
      .also_known_as("MAE", "mae");
}

}  // namespace beras::metrics
