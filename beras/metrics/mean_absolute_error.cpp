#include <beras/metrics/mean_absolute_error.h>

#include <beras/losses/mean_absolute_error.h>

namespace beras::metrics {

MeanAbsoluteError::MeanAbsoluteError(const MetricOptions& options)
    : MeanMetricWrapper(losses::mean_absolute_error,
                        {options.name.empty() ? "mean_absolute_error" : options.name}) {
  direction(Direction::down);
}

}  // namespace beras::metrics
