#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/dropout.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/golden.h>

#include <algorithm>

namespace beras::layers {
namespace {

const CallOptions in_training = {.training = true};

TEST(Dropout, DropsAtItsRateAndKeepsTheMean) {
  const Tensor y = Dropout(0.25, {.seed = 1})(Tensor::ones({100, 1000}), in_training);
  double kept = 0;
  for (float value : y.to_vector<float>()) {
    if (value == 0) continue;
    EXPECT_FLOAT_EQ(value, 1 / 0.75f);
    ++kept;
  }
  EXPECT_NEAR(kept / 1e5, 0.75, 0.01);
}

TEST(Dropout, DoesNothingOutsideTraining) {
  const Tensor x{{1., 2.}};
  EXPECT_EQ(Dropout(0.9)(x).to_vector<float>(), x.to_vector<float>());
}

TEST(Dropout, ItsGradientIsItsMask) {
  Tensor x = Tensor::full({50}, 3);
  GradientTape tape;
  const Tensor y = Dropout(0.5)(x, in_training);
  EXPECT_TRUE(golden::near(tape.gradient(y, x) * 3, y));
}

TEST(Dropout, DropsAnewAtEachCallAndRepeatsWithASeed) {
  const Tensor x = Tensor::ones({100});
  const Dropout a(0.5, {.seed = 3}), b(0.5, {.seed = 3});
  const auto first = a(x, in_training).to_vector<float>(),
             second = a(x, in_training).to_vector<float>();
  EXPECT_NE(first, second);
  EXPECT_EQ(b(x, in_training).to_vector<float>(), first);
  const Dropout copy = b;
  EXPECT_EQ(copy(x, in_training).to_vector<float>(), second);

  set_random_seed(9);
  const auto drawn = Dropout(0.5)(x, in_training).to_vector<float>();
  set_random_seed(9);
  EXPECT_EQ(Dropout(0.5)(x, in_training).to_vector<float>(), drawn);
}

TEST(Dropout, ListsTheStateOfItsGenerator) {
  const Tensor x = Tensor::ones({100});
  const Dropout dropout(0.5, {.seed = 3});
  EXPECT_TRUE(dropout.weights().empty());
  EXPECT_TRUE(Dropout(0).variables().empty());
  ASSERT_EQ(dropout.variables().size(), 1U);
  Tensor state = dropout.variables()[0];
  EXPECT_EQ(state.name(), "seed_generator_state");
  EXPECT_FALSE(state.trainable());
  EXPECT_EQ(state.to_vector<int>(), (std::vector<int>{3, 0}));
  dropout(x);  // draws nothing
  const auto first = dropout(x, in_training).to_vector<float>();
  EXPECT_EQ(state.to_vector<int>(), (std::vector<int>{3, 1}));
  const Tensor after = state.copy();
  const auto second = dropout(x, in_training).to_vector<float>();
  state.assign(after);
  EXPECT_EQ(dropout(x, in_training).to_vector<float>(), second);
  state.assign(Tensor{3, 0});
  EXPECT_EQ(dropout(x, in_training).to_vector<float>(), first);
}

TEST(Dropout, SharesNoiseAlongAxesOfLengthOne) {
  const Tensor y =
      Dropout(0.5, {.noise_shape = Shape{20, 1}, .seed = 1})(Tensor::ones({20, 5}), in_training);
  for (const Tensor& row : y) {
    const auto values = row.to_vector<float>();
    EXPECT_EQ(values, std::vector<float>(5, values[0]));
  }
}

TEST(Dropout, AnUnknownLengthOfTheNoiseIsTheInputs) {
  const Dropout dropout(0.5, {.noise_shape = Shape{-1, 1, -1}, .seed = 1});
  for (const std::int64_t batch : {3, 5}) {
    const Tensor y = dropout(Tensor::ones({batch, 4, 20}), in_training);
    for (const Tensor& sample : y) {
      const auto rows = sample.to_vector<float>();
      for (std::size_t i = 20; i < rows.size(); ++i) EXPECT_EQ(rows[i], rows[i - 20]);
      EXPECT_EQ(std::count(rows.begin(), rows.end(), 0) + std::count(rows.begin(), rows.end(), 2),
                80);
    }
    EXPECT_NE(y[0].to_vector<float>(), y[1].to_vector<float>());
  }
}

TEST(Dropout, TakesTheExtremeRates) {
  const Tensor x{{1., 2.}};
  EXPECT_EQ(Dropout(0)(x, in_training).to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(Dropout(1)(x, in_training).to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(Dropout, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Dropout(-0.1), ValueError);
  EXPECT_THROW(Dropout(1.1), ValueError);
  EXPECT_THROW(Dropout(std::nan("")), ValueError);
  EXPECT_THROW(Dropout(0.5, {.noise_shape = Shape{0, 1}}), ValueError);
  EXPECT_THROW(Dropout(0.5, {.noise_shape = Shape{1, -2}}), ValueError);
  EXPECT_THROW(Dropout(0.5, {.noise_shape = Shape{3}})(Tensor::ones({2, 2}), in_training),
               ShapeError);
}

}  // namespace
}  // namespace beras::layers
