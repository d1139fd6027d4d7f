#include <beras/metrics/accuracy.h>

#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Tensor accuracy(const Tensor& y_true, const Tensor& y_pred) {
  const auto [labels, predictions] = losses::same_shape("accuracy", y_true, y_pred);
  return (labels == predictions).astype(DType::float32);
}

Accuracy::Accuracy(const MetricOptions& options)
    : MeanMetricWrapper(accuracy, named("accuracy", options), Direction::up) {}

}  // namespace beras::metrics
