// How often predictions equal labels.
#pragma once

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// 1 where y_pred equals y_true, else 0: y_true, y_pred (...) give float32 (...).
///
/// A trailing axis of length 1 that only one of them has is squeezed or expanded; ShapeError if the
/// shapes differ otherwise.
BERAS_API Tensor accuracy(const Tensor& y_true, const Tensor& y_pred);

/// The mean of `accuracy`. In compile the name "accuracy" means one of the other accuracies, see
/// `for_compile`.
class BERAS_API Accuracy : public MeanMetricWrapper {
 public:
  explicit Accuracy(const MetricOptions& options = {});
};

template <std::same_as<Accuracy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("Accuracy", metric_fields<Options>());
}

}  // namespace beras::metrics
