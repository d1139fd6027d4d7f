#include <beras/metrics/binary_accuracy.h>

#include <beras/losses/shapes_internal.h>
#include <beras/metrics/named_internal.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {

Tensor binary_accuracy(const Tensor& y_true, const Tensor& y_pred, double threshold) {
  const auto [labels, predictions] = losses::same_shape("binary_accuracy", y_true, y_pred);
  return (labels == (predictions > threshold).astype(labels.dtype())).astype(DType::float32);
}

BinaryAccuracy::BinaryAccuracy(const BinaryAccuracyOptions& options)
    : MeanMetricWrapper(
          [threshold = options.threshold](const Tensor& y_true, const Tensor& y_pred) {
            return binary_accuracy(y_true, y_pred, threshold);
          },
          named("binary_accuracy", {options.name, options.dtype}), Direction::up),
      options_(options) {}

}  // namespace beras::metrics
