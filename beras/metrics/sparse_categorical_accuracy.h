// How often the most likely class is the right one, for class numbers.
#pragma once

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// 1 where argmax(y_pred) equals y_true, else 0: y_true (...) or (..., 1) and y_pred (..., C) give
/// float32 (...).
///
/// The first of several largest counts. ShapeError if the shapes do not fit.
BERAS_API Tensor sparse_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred);

/// The mean of `sparse_categorical_accuracy`.
class BERAS_API SparseCategoricalAccuracy : public MeanMetricWrapper {
 public:
  explicit SparseCategoricalAccuracy(const MetricOptions& options = {});
  bool reads_shapes() const override { return true; }
};

template <std::same_as<SparseCategoricalAccuracy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("SparseCategoricalAccuracy", metric_fields<Options>());
}

}  // namespace beras::metrics
