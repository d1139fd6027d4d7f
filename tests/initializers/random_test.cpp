#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/initializers/orthogonal.h>
#include <beras/initializers/random.h>
#include <beras/initializers/variance_scaling.h>
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

template <typename Initializer>
void gives_the_same_values_again(const char* name) {
  const auto values = [](const auto& made) { return made({8, 8}).template to_vector<float>(); };
  EXPECT_EQ(values(Initializer({.seed = 3})), values(Initializer({.seed = 3}))) << name;
  EXPECT_NE(values(Initializer({.seed = 3})), values(Initializer({.seed = 4}))) << name;
  const Initializer free, other;
  const Initializer copy = free;
  EXPECT_EQ(values(free), values(free)) << name;
  EXPECT_EQ(values(free), values(copy)) << name;
  EXPECT_EQ(values(free), values(Initializer({.seed = free.seed()}))) << name;
  EXPECT_NE(values(free), values(other)) << name;
  // The seed is drawn when the object is made.
  set_random_seed(5);
  const Initializer before;
  const std::vector<float> first = values(Initializer());
  set_random_seed(5);
  EXPECT_EQ(values(Initializer()), values(before)) << name;
  EXPECT_EQ(values(Initializer()), first) << name;
}

TEST(RandomInitializer, GivesTheSameValuesAgain) {
  gives_the_same_values_again<RandomNormal>("RandomNormal");
  gives_the_same_values_again<RandomUniform>("RandomUniform");
  gives_the_same_values_again<TruncatedNormal>("TruncatedNormal");
  gives_the_same_values_again<Orthogonal>("Orthogonal");
  gives_the_same_values_again<VarianceScaling>("VarianceScaling");
  gives_the_same_values_again<GlorotNormal>("GlorotNormal");
  gives_the_same_values_again<HeUniform>("HeUniform");
  gives_the_same_values_again<LecunNormal>("LecunNormal");
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
