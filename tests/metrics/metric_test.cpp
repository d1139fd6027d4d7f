#include <beras/metrics/metrics.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace beras::metrics {
namespace {

/// A user's own metric.
class LargestError : public Metric {
 public:
  LargestError() : Metric("largest_error") {}
  void update_state(const Tensor& y_true, const Tensor& y_pred, const Tensor&) override {
    const std::vector<double> labels = y_true.to_vector<double>();
    const std::vector<double> predictions = y_pred.to_vector<double>();
    for (std::size_t i = 0; i < labels.size(); ++i) {
      largest_ = std::max(largest_, std::abs(labels[i] - predictions[i]));
    }
  }
  Tensor result() const override { return Tensor(largest_); }
  void reset_state() override { largest_ = 0; }
  Tensors variables() const override { return {result()}; }

 private:
  double largest_ = 0;
};

TEST(Metric, OfAUserWorksLikeOurs) {
  AnyMetric metric = LargestError();
  metric->update_state(Tensor{1., 2.}, Tensor{1.5, -2.});
  metric->update_state(Tensor{1., 2.}, Tensor{1., 2.});
  EXPECT_EQ(metric->result().item<float>(), 4);
  metric->reset_state();
  EXPECT_EQ(metric->result().item<float>(), 0);
  EXPECT_EQ(metric->name(), "largest_error");
}

TEST(Metric, CopiesGoOnAlone) {
  SparseCategoricalAccuracy original;
  original.update_state(Tensor{0}, Tensor{{0.9, 0.1}});
  SparseCategoricalAccuracy copy = original;
  copy.update_state(Tensor{0}, Tensor{{0.1, 0.9}});
  EXPECT_EQ(original.result().item<float>(), 1);
  EXPECT_EQ(copy.result().item<float>(), 0.5);
}

}  // namespace
}  // namespace beras::metrics
