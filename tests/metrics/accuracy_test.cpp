#include <beras/metrics/accuracy.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

TEST(Accuracy, CountsEqualElements) {
  EXPECT_TRUE(golden::near(accuracy(Tensor{1, 2, 3}, Tensor{1., 0., 3.}), Tensor{1., 0., 1.}));
  EXPECT_TRUE(golden::near(accuracy(Tensor{1, 2}, Tensor{{1}, {0}}), Tensor{{1.}, {0.}}));
  EXPECT_THROW(accuracy(Tensor{1, 2, 3}, Tensor{1, 2}), ShapeError);
  EXPECT_EQ(Accuracy().name(), "accuracy");
  EXPECT_EQ(Accuracy({.name = "exact"}).name(), "exact");
}

}  // namespace
}  // namespace beras::metrics
