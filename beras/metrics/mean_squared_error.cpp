#include <beras/metrics/mean_squared_error.h>

#include <beras/losses/mean_squared_error.h>

namespace beras::metrics {

MeanSquaredError::MeanSquaredError(const MetricOptions& options)
    : MeanMetricWrapper(losses::mean_squared_error,
                        {options.name.empty() ? "mean_squared_error" : options.name}) {
  direction(Direction::down);
}

}  // namespace beras::metrics
