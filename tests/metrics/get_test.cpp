#include <beras/base/error.h>
#include <beras/metrics/metrics.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

namespace beras::metrics {
namespace {

TEST(MetricsGet, KnowsClassesAndShortNames) {
  EXPECT_EQ(get("SparseCategoricalAccuracy")->name(), "sparse_categorical_accuracy");
  EXPECT_EQ(get("binary_accuracy")->name(), "binary_accuracy");
  EXPECT_EQ(get("mse")->name(), "mean_squared_error");
  EXPECT_EQ(get("mae")->name(), "mean_absolute_error");
  try {
    get("categorical_acuracy");
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[metrics] expected a known metric. Received: \"categorical_acuracy\". Did you "
                 "mean \"categorical_accuracy\"?");
  }
}

TEST(MetricsForCompile, AccuracyGoesByShapes) {
  const auto measure = [](const Tensor& y_true, const Tensor& y_pred) {
    const auto metric = for_compile("acc");
    EXPECT_EQ(metric->name(), "acc");
    metric->update_state(y_true, y_pred);
    return metric->result().item<float>();
  };
  EXPECT_EQ(measure(Tensor{1, 0}, Tensor{{0.6}, {0.7}}), 0.5);
  EXPECT_EQ(measure(Tensor{2, 0}, Tensor{{0.1, 0.1, 0.8}, {0.1, 0.1, 0.8}}), 0.5);
  EXPECT_EQ(measure(Tensor{{0, 1}, {1, 0}}, Tensor{{0.2, 0.8}, {0.2, 0.8}}), 0.5);
  EXPECT_EQ(for_compile("accuracy")->name(), "accuracy");
}

TEST(MetricsForCompile, NamesStayAsGiven) {
  EXPECT_EQ(for_compile("mse")->name(), "mse");
  EXPECT_EQ(for_compile("BinaryAccuracy")->name(), "BinaryAccuracy");
  EXPECT_THROW(for_compile("accurracy_"), ValueError);
}

TEST(MetricsForCompile, MetricsKnowWhichWayIsBetter) {
  for (const char* name : {"accuracy", "Accuracy", "binary_accuracy", "categorical_accuracy",
                           "sparse_categorical_accuracy"})
    EXPECT_EQ(for_compile(name)->direction(), Direction::up) << name;
  EXPECT_EQ(for_compile("mse")->direction(), Direction::down);
  EXPECT_EQ(for_compile("mae")->direction(), Direction::down);
  EXPECT_EQ(for_compile("mean")->direction(), Direction::unknown);
}

TEST(AnyMetric, TakesEveryForm) {
  const auto shared = std::make_shared<Mean>();
  const std::vector<AnyMetric> metrics = {
      "mse", BinaryAccuracy({.threshold = 0.2}), shared,
      [](const Tensor& y_true, const Tensor& y_pred) { return y_pred - y_true; }};
  EXPECT_EQ(metrics[0]->name(), "mse");
  EXPECT_EQ(metrics[1]->name(), "binary_accuracy");
  EXPECT_EQ(metrics[2].pointer(), shared);
  metrics[3]->update_state(Tensor{1.}, Tensor{3.});
  EXPECT_EQ(metrics[3]->result().item<float>(), 2);
}

}  // namespace
}  // namespace beras::metrics
