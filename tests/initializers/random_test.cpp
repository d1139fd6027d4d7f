#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/initializers/random.h>
#include <gtest/gtest.h>
#include <tests/initializers/statistics.h>

namespace beras::initializers {
namespace {

const Shape many = {200, 500};

TEST(RandomNormal, HasMeanAndStandardDeviation) {
  const Statistics found(RandomNormal({.mean = 2, .stddev = 0.5, .seed = 1})(many));
  EXPECT_NEAR(found.mean, 2, 0.01);
  EXPECT_NEAR(found.stddev, 0.5, 0.01);
  EXPECT_GT(found.max, 2 + 3.5 * 0.5);
  EXPECT_NEAR(Statistics(RandomNormal({.seed = 1})(many)).stddev, 0.05, 0.001);
}

TEST(TruncatedNormal, StaysWithinTwoStandardDeviations) {
  const Statistics found(TruncatedNormal({.mean = 1, .stddev = 0.5, .seed = 1})(many));
  EXPECT_NEAR(found.mean, 1, 0.01);
  EXPECT_NEAR(found.stddev, 0.5 * 0.8796, 0.005);
  EXPECT_GE(found.min, 0);
  EXPECT_LE(found.max, 2);
}

TEST(RandomUniform, FillsItsRange) {
  const Statistics found(RandomUniform({.minval = -1, .maxval = 3, .seed = 1})(many));
  EXPECT_NEAR(found.mean, 1, 0.02);
  EXPECT_NEAR(found.stddev, 4 / std::sqrt(12.0), 0.01);
  EXPECT_NEAR(found.min, -1, 0.001);
  EXPECT_NEAR(found.max, 3, 0.001);
  EXPECT_LT(found.max, 3);
  EXPECT_NEAR(Statistics(RandomUniform({.seed = 1})(many)).max, 0.05, 1e-5);
}

TEST(RandomInitializer, RepeatsItselfWithASeedAlone) {
  const RandomNormal seeded({.seed = 3}), free;
  EXPECT_EQ(seeded({100}).to_vector<float>(), seeded({100}).to_vector<float>());
  EXPECT_NE(seeded({100}).to_vector<float>(), RandomNormal({.seed = 4})({100}).to_vector<float>());
  EXPECT_NE(free({100}).to_vector<float>(), free({100}).to_vector<float>());
  set_random_seed(5);
  const std::vector<float> first = free({100}).to_vector<float>();
  set_random_seed(5);
  EXPECT_EQ(free({100}).to_vector<float>(), first);
}

TEST(RandomInitializer, KnowsFloatingDtypesOnly) {
  for (DType dtype : {DType::float64, DType::bfloat16, DType::float16}) {
    const Tensor values = RandomUniform({.seed = 1})({1000}, dtype);
    EXPECT_EQ(values.dtype(), dtype);
    EXPECT_NEAR(Statistics(values).stddev, 0.1 / std::sqrt(12.0), 0.002);
  }
  EXPECT_THROW(RandomNormal()({2}, DType::int32), DTypeError);
}

}  // namespace
}  // namespace beras::initializers
