// The name of a metric that was given none.
#pragma once

#include <beras/metrics/metric.h>

namespace beras::metrics {

/// The options, with this name if they have none.
inline MetricOptions named(const char* name, MetricOptions options) {
  if (options.name.empty()) options.name = name;
  return options;
}

}  // namespace beras::metrics
