// Metrics by name, and the option that takes a metric in any form.
#pragma once

#include <concepts>
#include <memory>
#include <string_view>

#include <beras/base/choice.h>
#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/metrics/mean.h>
#include <beras/metrics/metric.h>

namespace beras::metrics {

/// The metric of Keras's name: a class ("BinaryAccuracy"), its snake_case form ("binary_accuracy"),
/// or a short one: "mse", "MSE", "mae", "MAE".
///
/// ValueError with the nearest name if there is none.
BERAS_API std::shared_ptr<Metric> get(std::string_view name);

/// The metric that a name means in compile, and which bears that name.
///
/// "accuracy" and "acc" choose between the binary, sparse and categorical accuracy by
/// `losses::label_kind`, batch by batch.
BERAS_API std::shared_ptr<Metric> for_compile(std::string_view name);

/// A metric by its name in compile, as an object (which is copied), as a shared pointer, or as a
/// function of labels and predictions.
using AnyMetric = Choice<Metric, for_compile, MeanMetricWrapper>;

/// All metrics: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<std::shared_ptr<Metric>>& registry();

}  // namespace beras::metrics

namespace beras {

template <std::derived_from<metrics::Metric> Class>
Registry<std::shared_ptr<metrics::Metric>>& registry_of(Type<Class>) {
  return metrics::registry();
}

}  // namespace beras
