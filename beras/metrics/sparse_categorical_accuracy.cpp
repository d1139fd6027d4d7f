#include <beras/metrics/sparse_categorical_accuracy.h>

#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/ops/reduce.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Tensor sparse_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor labels = losses::class_labels("sparse_categorical_accuracy", y_true, y_pred, -1);
  return (labels == ops::argmax(y_pred, -1)).astype(DType::float32);
}

SparseCategoricalAccuracy::SparseCategoricalAccuracy(const MetricOptions& options)
    : MeanMetricWrapper(sparse_categorical_accuracy, named("sparse_categorical_accuracy", options),
                        Direction::up) {}

}  // namespace beras::metrics
