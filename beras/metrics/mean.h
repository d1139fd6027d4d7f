// The weighted mean of values, and of a function of labels and predictions.
#pragma once

#include <functional>
#include <string>

#include <beras/base/export.h>
#include <beras/metrics/metric.h>

namespace beras::metrics {

/// sum(value * weight) / sum(weight) over everything seen; 0 if that is nothing. Its state is
/// "total" and "count", these two sums.
class BERAS_API Mean : public Metric {
 public:
  explicit Mean(MetricOptions options = {});

  /// All elements of `values`, with a weight for each, or for each index of the first axes. There
  /// is no third argument. ValueError for a weight that is NaN, which would be lost in the sum for
  /// good; a NaN among the values shows in the result.
  void update_state(const Tensor& values, const Tensor& sample_weight = {},
                    const Tensor& none = {}) override;
  /// One value, say the loss of a batch, weighted with the number of its samples.
  void update_state(double value, double weight = 1);
  /// The same for a tensor of rank 0, which nobody reads for it.
  void add_weighted(const Tensor& value, double weight);
  Tensor result() const override;
  DType dtype() const override { return dtype_; }

 private:
  void add(const Tensor& total, const Tensor& count);

  DType dtype_;
};

/// y_true and y_pred give values, one for each sample as a rule.
using MetricFunction = std::function<Tensor(const Tensor& y_true, const Tensor& y_pred)>;

/// The mean of a function's values. Where the predictions have a mask, only those values count
/// where it is true.
class BERAS_API MeanMetricWrapper : public Mean {
 public:
  MeanMetricWrapper(MetricFunction function, MetricOptions options = {},
                    Direction direction = Direction::unknown);

  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight = {}) override;

 private:
  MetricFunction function_;
};

template <std::same_as<Mean> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, MetricOptions>;
  return arguments<Class>("Mean", metric_fields<Options>());
}

}  // namespace beras::metrics
