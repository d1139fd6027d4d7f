// How often thresholded predictions equal yes-or-no labels.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/metrics/mean.h>

namespace beras::metrics {

/// 1 where (y_pred > threshold) equals y_true, else 0: y_true, y_pred (...) give float32 (...).
///
/// A trailing axis of length 1 that only one of them has is squeezed or expanded; ShapeError if the
/// shapes differ otherwise.
BERAS_API Tensor binary_accuracy(const Tensor& y_true, const Tensor& y_pred,
                                 double threshold = 0.5);

struct BinaryAccuracyOptions {
  std::string name = {};
  /// As in MetricOptions.
  std::optional<DTypePolicy> dtype = std::nullopt;
  /// Any number: 0 for logits.
  double threshold = 0.5;
};

/// The mean of `binary_accuracy`.
class BERAS_API BinaryAccuracy : public MeanMetricWrapper {
 public:
  explicit BinaryAccuracy(const BinaryAccuracyOptions& options = {});
  const BinaryAccuracyOptions& options() const { return options_; }

 private:
  BinaryAccuracyOptions options_;
};

template <std::same_as<BinaryAccuracy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, BinaryAccuracyOptions>;
  return arguments<Class>("BinaryAccuracy", metric_fields<Options>(), FIELD(Options, threshold));
}

}  // namespace beras::metrics
