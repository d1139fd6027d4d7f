#include <beras/metrics/categorical_accuracy.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

TEST(CategoricalAccuracy, ComparesTheMostLikelyClasses) {
  const Tensor y_true{{0., 0., 1.}, {0., 1., 0.}, {1., 0., 0.}};
  const Tensor y_pred{{0.1, 0.2, 0.7}, {0.8, 0.1, 0.1}, {0.4, 0.4, 0.2}};
  EXPECT_TRUE(golden::near(categorical_accuracy(y_true, y_pred), Tensor{1., 0., 1.}));
  EXPECT_THROW(categorical_accuracy(Tensor{0, 1, 2}, y_pred), ShapeError);
}

}  // namespace
}  // namespace beras::metrics
