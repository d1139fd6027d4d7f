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

}  // namespace
}  // namespace beras::losses
