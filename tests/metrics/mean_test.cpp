#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/metrics/mean.h>
#include <beras/metrics/mean_absolute_error.h>
#include <beras/metrics/mean_squared_error.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

using golden::near;

TEST(Mean, WeighsValues) {
  Mean mean({.name = "loss"});
  EXPECT_EQ(mean.name(), "loss");
  EXPECT_EQ(mean.result().item<float>(), 0);
  mean.update_state(Tensor{1., 3.});
  EXPECT_EQ(mean.result().item<float>(), 2);
  mean.update_state(Tensor{5., 100.}, Tensor{2., 0.});
  EXPECT_EQ(mean.result().item<float>(), 3.5);
  mean.update_state(8.5, 4);
  EXPECT_EQ(mean.result().item<float>(), 6);
  EXPECT_TRUE(near(mean.variables()[0], Tensor(48.)));
  EXPECT_TRUE(near(mean.variables()[1], Tensor(8.)));
  mean.reset_state();
  EXPECT_EQ(mean.result().item<float>(), 0);
}

TEST(Mean, CountsSamplesNotElements) {
  Mean mean;
  mean.update_state(Tensor{{1., 1., 4.}, {0., 0., 0.}});
  mean.update_state(Tensor(4.));
  EXPECT_EQ(mean.result().item<float>(), 2);
  mean.update_state(Tensor{{1., 1., 4.}, {0., 0., 0.}}, Tensor{3., 0.});
  EXPECT_EQ(mean.result().item<float>(), 2);
  EXPECT_TRUE(near(mean.variables()[1], Tensor(6.)));
}

TEST(Mean, IsExactOverManyValues) {
  Mean mean;
  const Tensor tenth = Tensor::full({1000}, 0.1, float64);
  for (int i = 0; i < 1000; ++i) mean.update_state(tenth);
  EXPECT_NEAR(mean.variables()[0].item<double>(), 1e5, 1e-6);
}

TEST(Mean, IsNeverRecordedAndHasNothingTrainable) {
  const Tensor values{1., 2.};
  const GradientTape tape;
  Mean mean;
  mean.update_state(values, Tensor{1., 2.});
  EXPECT_TRUE(tape.calls().empty());
  EXPECT_FALSE(mean.result().trainable());
  for (const Tensor& variable : mean.variables()) EXPECT_FALSE(variable.trainable());
}

TEST(Mean, RefusesBadInputAndKeepsItsState) {
  Mean mean;
  mean.update_state(Tensor{4.});
  EXPECT_THROW(mean.update_state(Tensor{1., 2.}, Tensor{1., 2., 3.}), ShapeError);
  EXPECT_THROW(mean.update_state(Tensor{1.}, Tensor{1.}, Tensor{1.}), ValueError);
  mean.update_state(Tensor::zeros({0, 3}));
  EXPECT_EQ(mean.result().item<float>(), 4);
}

TEST(MeanMetricWrapper, AveragesAFunction) {
  MeanMetricWrapper bias([](const Tensor& y_true, const Tensor& y_pred) { return y_pred - y_true; },
                         {.name = "bias"});
  bias.update_state(Tensor{1., 2.}, Tensor{2., 5.});
  EXPECT_EQ(bias.result().item<float>(), 2);
  bias.update_state(Tensor{0., 0.}, Tensor{5., 9.}, Tensor{2., 0.});
  EXPECT_EQ(bias.result().item<float>(), 3.5);
  EXPECT_THROW(MeanMetricWrapper(nullptr), ValueError);
}

TEST(Mean, RefusesWeightsThatAreNotNumbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Mean mean;
  mean.update_state(Tensor{1., 3.});
  try {
    mean.update_state(Tensor{1., 3.}, Tensor{1., nan});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[mean] expected sample weights that are numbers. Received: NaN at position 1.");
  }
  EXPECT_THROW(mean.update_state(1., nan), ValueError);
  EXPECT_EQ(mean.result().item<float>(), 2);
  MeanSquaredError squares;
  EXPECT_THROW(squares.update_state(Tensor{1., 3.}, Tensor{1., 3.}, Tensor{1., nan}), ValueError);
  mean.update_state(nan);
  EXPECT_TRUE(std::isnan(mean.result().item<float>()));
}

TEST(MeanMetricWrapper, ThatWasMovedFromSaysSo) {
  MeanMetricWrapper bias(
      [](const Tensor& y_true, const Tensor& y_pred) { return y_pred - y_true; });
  MeanMetricWrapper heir = std::move(bias);
  heir.update_state(Tensor{1.}, Tensor{2.});
  EXPECT_THROW(bias.update_state(Tensor{1.}, Tensor{2.}), ValueError);
}

TEST(Mean, OfIntegersDoesNotWrapAround) {
  const Tensor y_true = Tensor{{200, 0, 3}}.astype(DType::uint8);
  const Tensor y_pred = Tensor{{3, 5, 250}}.astype(DType::uint8);
  Mean mean;
  mean.update_state(y_true);
  mean.update_state(y_pred);
  EXPECT_NEAR(mean.result().item<float>(), 461. / 6, 1e-4);
  MeanSquaredError squares;
  squares.update_state(y_true, y_pred);
  EXPECT_EQ(squares.result().item<float>(), 33281);
  MeanAbsoluteError distances;
  distances.update_state(y_true, y_pred);
  EXPECT_NEAR(distances.result().item<float>(), 449. / 3, 1e-4);
}

}  // namespace
}  // namespace beras::metrics
