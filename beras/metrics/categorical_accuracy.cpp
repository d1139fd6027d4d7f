#include <beras/metrics/categorical_accuracy.h>

#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/ops/reduce.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Tensor categorical_accuracy(const Tensor& y_true, const Tensor& y_pred) {
  const auto [labels, predictions] = losses::same_shape("categorical_accuracy", y_true, y_pred);
  return (ops::argmax(labels, -1) == ops::argmax(predictions, -1)).astype(DType::float32);
}

CategoricalAccuracy::CategoricalAccuracy(const MetricOptions& options)
    : MeanMetricWrapper(categorical_accuracy, named("categorical_accuracy", options),
                        Direction::up) {}

}  // namespace beras::metrics
