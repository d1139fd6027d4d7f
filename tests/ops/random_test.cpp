#include <beras/ops/random.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras::random {
namespace {

struct Statistics {
  explicit Statistics(const Tensor& x) {
    const auto values = x.to_vector<double>();
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) {
      variance += (value - mean) * (value - mean) / static_cast<double>(values.size());
    }
  }
  double mean = 0, variance = 0;
};

TEST(Random, HasTheMomentsOfItsDistributions) {
  const Shape shape = {200, 500};
  const Statistics uniform_values(uniform(shape, -1, 3, DType::float32, 1));
  EXPECT_NEAR(uniform_values.mean, 1, 0.02);
  EXPECT_NEAR(uniform_values.variance, 16.0 / 12, 0.02);
  const Statistics normal_values(normal(shape, 2, 3, DType::float32, 1));
  EXPECT_NEAR(normal_values.mean, 2, 0.05);
  EXPECT_NEAR(normal_values.variance, 9, 0.2);
  const Statistics truncated_values(truncated_normal(shape, 2, 3, DType::float64, 1));
  EXPECT_NEAR(truncated_values.mean, 2, 0.05);
  EXPECT_NEAR(std::sqrt(truncated_values.variance), 3 * 0.87962566, 0.03);
}

TEST(Random, RepeatsWithANumberAndGoesOnWithAGenerator) {
  const auto values = [](Seed seed) {
    return normal({5}, 0, 1, DType::float32, seed).to_vector<float>();
  };
  EXPECT_EQ(values(3), values(3));
  EXPECT_NE(values(3), values(4));
  SeedGenerator generator(3), same(3);
  const auto first = values(generator);
  EXPECT_NE(first, values(generator));
  EXPECT_EQ(first, values(same));
  set_random_seed(8);
  const auto global = values({});
  EXPECT_NE(global, values(std::optional<std::uint64_t>()));
  set_random_seed(8);
  EXPECT_EQ(global, values(std::optional<std::uint64_t>()));
}

TEST(Random, RandintCoversItsRangeInItsDtype) {
  const Tensor x = randint({1000}, 250, 256, DType::uint8, 1);
  EXPECT_EQ(x.dtype(), DType::uint8);
  const auto values = x.to_vector<int>();
  for (int value = 250; value < 256; ++value) {
    EXPECT_GT(std::count(values.begin(), values.end(), value), 100) << value;
  }
  EXPECT_EQ(*std::min_element(values.begin(), values.end()), 250);
}

TEST(Random, CategoricalDrawsWithTheProbabilitiesOfTheLogits) {
  const Tensor logits({{std::log(0.1), std::log(0.6), std::log(0.3)}, {0, -1e9, -1e9}});
  const Tensor classes = categorical(logits, 20000, DType::int64, 2);
  ASSERT_EQ(classes.shape(), (Shape{2, 20000}));
  EXPECT_EQ(classes.dtype(), DType::int64);
  const auto values = classes.to_vector<int>();
  const auto share = [&](int value) {
    return static_cast<double>(std::count(values.begin(), values.begin() + 20000, value)) / 20000;
  };
  EXPECT_NEAR(share(0), 0.1, 0.02);
  EXPECT_NEAR(share(1), 0.6, 0.02);
  EXPECT_EQ(std::count(values.begin() + 20000, values.end(), 0), 20000);
}

TEST(Random, ShuffleKeepsTheSlicesAndIsDifferentiable) {
  const Tensor x({{1., 2.}, {3., 4.}, {5., 6.}, {7., 8.}});
  GradientTape tape;
  const Tensor y = shuffle(x, 0, 5);
  const Tensor z = y * Tensor({{1.}, {10.}, {100.}, {1000.}});
  const auto gradient = tape.gradient(z, x).to_vector<double>();
  std::vector<double> firsts;
  for (const Tensor& slice : y) {
    const auto pair = slice.to_vector<double>();
    EXPECT_EQ(pair[1], pair[0] + 1);
    firsts.push_back(pair[0]);
  }
  EXPECT_NE(firsts, (std::vector<double>{1, 3, 5, 7}));
  for (std::size_t i = 0; i < 4; ++i) {
    const auto row = static_cast<std::size_t>(firsts[i] - 1) / 2;
    EXPECT_EQ(gradient[2 * row], std::pow(10, i));
  }
  std::sort(firsts.begin(), firsts.end());
  EXPECT_EQ(firsts, (std::vector<double>{1, 3, 5, 7}));
}

TEST(Random, MakesEmptyTensors) {
  EXPECT_EQ(uniform({0, 3}).shape(), (Shape{0, 3}));
  EXPECT_EQ(normal({}).size(), 1);
  EXPECT_EQ(permutation(0).size(), 0);
}

TEST(Random, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(uniform({2}, 1, 0), ValueError);
  EXPECT_THROW(uniform({2}, 0, 1, DType::int32), DTypeError);
  EXPECT_THROW(normal({2}, 0, -1), ValueError);
  EXPECT_THROW(truncated_normal({2}, 0, std::nan("")), ValueError);
  EXPECT_THROW(normal({-1}), ShapeError);
  EXPECT_THROW(randint({2}, 3, 3), ValueError);
  EXPECT_THROW(randint({2}, 0, 257, DType::uint8), ValueError);
  EXPECT_THROW(randint({2}, 0, 3, DType::float32), DTypeError);
  EXPECT_THROW(categorical(Tensor({1., 2.}), 1), ShapeError);
  EXPECT_THROW(categorical(Tensor({{1., 2.}}), -1), ValueError);
  EXPECT_THROW(shuffle(Tensor({1., 2.}), 1), IndexError);
  EXPECT_THROW(permutation(-1), ValueError);
  try {
    randint({2}, 0, 257, DType::uint8);
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[randint] expected minval < maxval within uint8. Received: 0 and 257.");
  }
}

}  // namespace
}  // namespace beras::random
