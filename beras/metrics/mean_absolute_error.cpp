#include <beras/metrics/mean_absolute_error.h>

#include <beras/losses/mean_absolute_error.h>
#include <beras/metrics/named_internal.h>

namespace beras::metrics {

MeanAbsoluteError::MeanAbsoluteError(const MetricOptions& options)
    : MeanMetricWrapper(losses::mean_absolute_error, named("mean_absolute_error", options),
                        Direction::down) {}

}  // namespace beras::metrics
