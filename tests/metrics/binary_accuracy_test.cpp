#include <beras/metrics/binary_accuracy.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

TEST(BinaryAccuracy, ThresholdsStrictly) {
  const Tensor y_true{1, 0, 1, 0};
  const Tensor y_pred{0.6, 0.5, 0.5, 0.9};
  EXPECT_TRUE(golden::near(binary_accuracy(y_true, y_pred), Tensor{1., 1., 0., 0.}));
  EXPECT_TRUE(golden::near(binary_accuracy(y_true, y_pred, 0.4), Tensor{1., 0., 1., 0.}));
}

TEST(BinaryAccuracy, RefusesBadInput) {
  EXPECT_THROW(binary_accuracy(Tensor{1, 0}, Tensor{0.5}), ShapeError);
}

}  // namespace
}  // namespace beras::metrics
