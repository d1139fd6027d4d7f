#include <beras/metrics/mean_squared_error.h>

#include <beras/losses/mean_squared_error.h>
#include <beras/metrics/named_internal.h>

namespace beras::metrics {

MeanSquaredError::MeanSquaredError(const MetricOptions& options)
    : MeanMetricWrapper(losses::mean_squared_error, named("mean_squared_error", options),
                        Direction::down) {}

}  // namespace beras::metrics
