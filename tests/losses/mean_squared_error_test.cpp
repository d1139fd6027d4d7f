#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/losses/mean_squared_error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

TEST(MeanSquaredError, PassesCheckGradients) {
  const Tensor y_true{{0.5, -1., 2.}, {0., 1., 3.}};
  const Tensor y_pred{{0.1, -0.3, 1.}, {0.7, 2., -1.}};
  const GradientReport report =
      check_gradients(MeanSquaredError(), {y_true, y_pred}, {.constant_inputs = {0}});
  EXPECT_TRUE(report) << report.message;
}

TEST(MeanSquaredError, RepairsRanks) {
  const Tensor flat{1., 2.};
  const Tensor column{{1.}, {4.}};
  EXPECT_TRUE(near(mean_squared_error(flat, column), Tensor{0., 4.}));
  EXPECT_TRUE(near(mean_squared_error(column, flat), Tensor{0., 4.}));
  EXPECT_TRUE(
      near(mean_squared_error(Tensor::ones({2, 3, 1}), Tensor::zeros({2, 3})), Tensor{1., 1.}));
}

TEST(MeanSquaredError, NeverBroadcasts) {
  EXPECT_THROW(mean_squared_error(Tensor::ones({3}), Tensor::ones({3, 3})), ShapeError);
  EXPECT_THROW(mean_squared_error(Tensor::ones({3, 1}), Tensor::ones({3, 2})), ShapeError);
  try {
    MeanSquaredError()(Tensor::ones({2, 3}), Tensor::ones({2, 4}));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[mean_squared_error] expected y_true and y_pred of the same shape. Received: "
                 "y_true of shape (2, 3), y_pred of shape (2, 4).");
  }
}

TEST(MeanSquaredError, OfIntegersDoesNotWrapAround) {
  for (const DType dtype : {DType::uint8, DType::int32, DType::int64}) {
    const Tensor y_true = Tensor{{200, 0, 3}}.astype(dtype);
    const Tensor y_pred = Tensor{{3, 5, 250}}.astype(dtype);
    EXPECT_TRUE(golden::near(mean_squared_error(y_true, y_pred), Tensor{33281.}));
    EXPECT_EQ(mean_squared_error(y_true, y_pred).dtype(), DType::float32);
  }
  const Tensor low = Tensor{{-128, 127}}.astype(DType::int8);
  const Tensor high = Tensor{{127, -128}}.astype(DType::int8);
  EXPECT_TRUE(golden::near(mean_squared_error(low, high), Tensor{65025.}));
  const Tensor halves = Tensor{{0.5, 0.5}}, bits = Tensor{{0, 1}}.astype(DType::uint8);
  EXPECT_TRUE(golden::near(mean_squared_error(halves, bits), Tensor{0.25}));
}

}  // namespace
}  // namespace beras::losses
