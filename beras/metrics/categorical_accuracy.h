// How often the most likely class is the right one, for one-hot labels.
#pragma once

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// 1 where argmax(y_pred) equals argmax(y_true), else 0: y_true, y_pred (..., C) give float32
/// (...).
///
/// The first of several largest counts. ShapeError if the shapes differ.
BERAS_API Tensor categorical_accuracy(const Tensor& y_true, const Tensor& y_pred);

/// The mean of `categorical_accuracy`.
class BERAS_API CategoricalAccuracy : public MeanMetricWrapper {
 public:
  explicit CategoricalAccuracy(const MetricOptions& options = {});
};

template <std::same_as<CategoricalAccuracy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("CategoricalAccuracy", metric_fields<Options>());
}

}  // namespace beras::metrics
