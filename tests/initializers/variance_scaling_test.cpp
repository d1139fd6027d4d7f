#include <beras/base/error.h>
#include <beras/initializers/variance_scaling.h>
#include <gtest/gtest.h>
#include <tests/initializers/statistics.h>

namespace beras::initializers {
namespace {

const Shape kernel = {300, 500};

TEST(VarianceScaling, FansMultiplyTheReceptiveField) {
  const auto fans = [](const Shape& shape) {
    const Fans found = compute_fans(shape);
    return std::pair(found.in, found.out);
  };
  EXPECT_EQ(fans({}), std::pair(1l, 1l));
  EXPECT_EQ(fans({7}), std::pair(7l, 7l));
  EXPECT_EQ(fans({3, 5}), std::pair(3l, 5l));
  EXPECT_EQ(fans({3, 3, 16, 32}), std::pair(144l, 288l));
}

TEST(VarianceScaling, UniformKindsReachTheirLimit) {
  const auto expect_limit = [](const Tensor& values, double limit) {
    const Statistics found(values);
    EXPECT_NEAR(found.min, -limit, 1e-3 * limit);
    EXPECT_NEAR(found.max, limit, 1e-3 * limit);
    EXPECT_LE(found.max, limit);
    EXPECT_NEAR(found.stddev, limit / std::sqrt(3.0), 0.01 * limit);
  };
  expect_limit(GlorotUniform({.seed = 1})(kernel), std::sqrt(6.0 / 800));
  expect_limit(HeUniform({.seed = 1})(kernel), std::sqrt(6.0 / 300));
  expect_limit(LecunUniform({.seed = 1})(kernel), std::sqrt(3.0 / 300));
}

TEST(VarianceScaling, NormalKindsHaveTheirVarianceAfterTheCut) {
  const auto expect_stddev = [](const Tensor& values, double stddev) {
    const Statistics found(values);
    EXPECT_NEAR(found.mean, 0, 0.02 * stddev);
    EXPECT_NEAR(found.stddev, stddev, 0.01 * stddev);
    EXPECT_LE(found.max, 2 * stddev / 0.87962566);
    EXPECT_GT(found.max, 1.99 * stddev / 0.87962566);
  };
  expect_stddev(GlorotNormal({.seed = 1})(kernel), std::sqrt(2.0 / 800));
  expect_stddev(HeNormal({.seed = 1})(kernel), std::sqrt(2.0 / 300));
  expect_stddev(LecunNormal({.seed = 1})(kernel), std::sqrt(1.0 / 300));
}

TEST(VarianceScaling, TakesScaleModeAndDistribution) {
  const VarianceScaling wide(
      {.scale = 3, .mode = "fan_out", .distribution = "untruncated_normal", .seed = 1});
  const Statistics found(wide(kernel));
  EXPECT_NEAR(found.stddev, std::sqrt(3.0 / 500), 0.01 * std::sqrt(3.0 / 500));
  EXPECT_GT(found.max, 3.5 * std::sqrt(3.0 / 500));
}

TEST(VarianceScaling, SeedsAreKeptByTheKinds) {
  EXPECT_EQ(HeNormal({.seed = 3})(kernel).to_vector<float>(),
            HeNormal({.seed = 3})(kernel).to_vector<float>());
  EXPECT_NE(HeNormal()({9, 9}).to_vector<float>(), HeNormal()({9, 9}).to_vector<float>());
}

TEST(VarianceScaling, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW(VarianceScaling({.scale = 0}), ValueError);
  EXPECT_THROW(VarianceScaling({.mode = "fan"}), ValueError);
  EXPECT_THROW(VarianceScaling({.distribution = "normal"}), ValueError);
}

}  // namespace
}  // namespace beras::initializers
