#include <beras/metrics/binary_accuracy.h>

#include <beras/base/error.h>
#include <beras/losses/shapes_internal.h>
#include <beras/tensor/operators.h>

namespace beras::metrics {
namespace {

double checked_threshold(double threshold) {
  if (threshold > 0 && threshold < 1) return threshold;
  throw ValueError("BinaryAccuracy", "threshold in (0, 1)", std::to_string(threshold));
}

}  // namespace

Tensor binary_accuracy(const Tensor& y_true, const Tensor& y_pred, double threshold) {
  const auto [labels, predictions] = losses::same_shape("binary_accuracy", y_true, y_pred);
  return (labels == (predictions > threshold).astype(labels.dtype())).astype(DType::float32);
}

BinaryAccuracy::BinaryAccuracy(const BinaryAccuracyOptions& options)
    : MeanMetricWrapper(
          [threshold = checked_threshold(options.threshold)](const Tensor& y_true,
                                                             const Tensor& y_pred) {
            return binary_accuracy(y_true, y_pred, threshold);
          },
          {options.name.empty() ? "binary_accuracy" : options.name}) {
  direction(Direction::up);
}

}  // namespace beras::metrics
