#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/losses/mean_absolute_error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::losses {
namespace {

TEST(MeanAbsoluteError, PassesCheckGradients) {
  const Tensor y_true{{0.5, -1., 2.}, {0., 1., 3.}};
  const Tensor y_pred{{0.1, -0.3, 1.}, {0.7, 2., -1.}};
  const GradientReport report =
      check_gradients(MeanAbsoluteError(), {y_true, y_pred}, {.constant_inputs = {0}});
  EXPECT_TRUE(report) << report.message;
}

TEST(MeanAbsoluteError, TakesIntegerLabels) {
  EXPECT_TRUE(golden::near(mean_absolute_error(Tensor{{1, 2}}, Tensor{{0.5, 4.}}), Tensor{1.25}));
  EXPECT_THROW(mean_absolute_error(Tensor{{1, 2}}, Tensor{{0.5}}), ShapeError);
}

TEST(MeanAbsoluteError, OfIntegersDoesNotWrapAround) {
  for (const DType dtype : {DType::uint8, DType::int32, DType::int64}) {
    const Tensor y_true = Tensor{{200, 0, 3}}.astype(dtype);
    const Tensor y_pred = Tensor{{3, 5, 250}}.astype(dtype);
    EXPECT_TRUE(golden::near(mean_absolute_error(y_true, y_pred), Tensor{449. / 3}));
    EXPECT_EQ(mean_absolute_error(y_true, y_pred).dtype(), DType::float32);
  }
  const Tensor low = Tensor{{-128, 127}}.astype(DType::int8);
  const Tensor high = Tensor{{127, -128}}.astype(DType::int8);
  EXPECT_TRUE(golden::near(mean_absolute_error(low, high), Tensor{255.}));
  const Tensor halves = Tensor{{0.5, 0.5}}, bits = Tensor{{0, 1}}.astype(DType::uint8);
  EXPECT_TRUE(golden::near(mean_absolute_error(halves, bits), Tensor{0.5}));
}

}  // namespace
}  // namespace beras::losses
