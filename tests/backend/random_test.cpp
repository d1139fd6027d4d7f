#include <beras/backend/random.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <beras/base/random.h>

namespace beras::backend {
namespace {

constexpr std::int64_t many =
    100003;  // several pieces of the parallel loop, and no multiple of a vector

Tensor filled(RandomKind kind, double a, double b, DType dtype, std::int64_t size = many) {
  Tensor out = Tensor::empty({size}, dtype);
  random(Device::cpu)->fill(kind, 7, a, b, out);
  return out;
}

/// The largest distance between the cumulative distribution of the values and `cumulative`.
template <typename Cumulative>
double kolmogorov_distance(std::vector<double> values, const Cumulative& cumulative) {
  std::sort(values.begin(), values.end());
  double largest = 0;
  const auto count = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = cumulative(values[i]);
    largest = std::max({largest, std::abs(expected - static_cast<double>(i) / count),
                        std::abs(expected - static_cast<double>(i + 1) / count)});
  }
  return largest;
}

/// What the distance stays below for right distributions but for one case in 10^5.
const double bound = 2.5 / std::sqrt(static_cast<double>(many));

double normal_cumulative(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(RandomKernels, DrawFromTheirDistributions) {
  for (const DType dtype : {DType::float32, DType::float64}) {
    const auto uniform = filled(RandomKind::uniform, -2, 3, dtype).to_vector<double>();
    EXPECT_LT(kolmogorov_distance(uniform, [](double x) { return (x + 2) / 5; }), bound);
    EXPECT_GE(*std::min_element(uniform.begin(), uniform.end()), -2);
    EXPECT_LT(*std::max_element(uniform.begin(), uniform.end()), 3);

    const auto normal = filled(RandomKind::normal, 1, 2, dtype).to_vector<double>();
    EXPECT_LT(kolmogorov_distance(normal, [](double x) { return normal_cumulative((x - 1) / 2); }),
              bound);

    const auto truncated = filled(RandomKind::truncated_normal, 1, 2, dtype).to_vector<double>();
    const double tail = normal_cumulative(-2);
    const auto cumulative = [&](double x) {
      return (normal_cumulative((x - 1) / 2) - tail) / (1 - 2 * tail);
    };
    EXPECT_LT(kolmogorov_distance(truncated, cumulative), bound);
    EXPECT_GE(*std::min_element(truncated.begin(), truncated.end()), -3);
    EXPECT_LE(*std::max_element(truncated.begin(), truncated.end()), 5);
  }
}

TEST(RandomKernels, UniformTakesTheBitsOfPhilox) {
  const std::vector<float> values =
      filled(RandomKind::uniform, 0, 1, DType::float32, 9).to_vector<float>();
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(values[i], to_unit_float(philox(7, i / 4)[i % 4]));
  const auto doubles = filled(RandomKind::uniform, 0, 1, DType::float64, 5).to_vector<double>();
  for (std::size_t i = 0; i < 5; ++i) {
    const auto words = philox(7, i / 2);
    EXPECT_EQ(doubles[i], to_unit_double(words[2 * (i % 2)], words[2 * (i % 2) + 1]));
  }
}

TEST(RandomKernels, SixteenBitFloatsNeverReachTheUpperEnd) {
  for (const DType dtype : {DType::bfloat16, DType::float16}) {
    const auto values = filled(RandomKind::uniform, 0, 1, dtype).to_vector<double>();
    EXPECT_LT(*std::max_element(values.begin(), values.end()), 1);
    EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0) / many, 0.5, 0.01);
  }
}

TEST(RandomKernels, AgreeWithTheReference) {
  const auto all = [] {
    std::vector<std::vector<float>> results;
    for (const std::int64_t size : {1, 5, 1024, 40001}) {
      for (const RandomKind kind :
           {RandomKind::uniform, RandomKind::normal, RandomKind::truncated_normal}) {
        results.push_back(filled(kind, -1, 1, DType::float32, size).to_vector<float>());
      }
      Tensor x = filled(RandomKind::uniform, 1, 2, DType::float32, size);
      random(Device::cpu)->dropout(3, 0.3, x, x);
      results.push_back(x.to_vector<float>());
    }
    return results;
  };
  const auto fast = all();
  const UseReferenceKernels scope;
  const auto plain = all();
  for (std::size_t k = 0; k < fast.size(); ++k) {
    for (std::size_t i = 0; i < fast[k].size(); ++i) {
      ASSERT_NEAR(fast[k][i], plain[k][i], 3e-7) << "result " << k << ", element " << i;
    }
  }
}

TEST(RandomKernels, GiveTheSameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  const auto draw = [](int count) {
    set_num_threads(count);
    Tensor x = filled(RandomKind::normal, 0, 1, DType::float32);
    random(Device::cpu)->dropout(3, 0.3, x, x);
    return x.to_vector<float>();
  };
  const auto one = draw(1);
  EXPECT_EQ(one, draw(2));
  set_num_threads(threads);
}

TEST(RandomKernels, DropoutDropsAtItsRateAndScalesTheRest) {
  for (const DType dtype : {DType::float32, DType::float64, DType::bfloat16}) {
    Tensor out = Tensor::empty({many}, dtype);
    random(Device::cpu)->dropout(5, 0.75, Tensor::full({many}, 3, dtype), out);
    const auto values = out.to_vector<double>();
    const auto dropped = std::count(values.begin(), values.end(), 0.0);
    const auto kept = std::count(values.begin(), values.end(), 12.0);
    EXPECT_EQ(dropped + kept, many);
    EXPECT_NEAR(static_cast<double>(dropped) / many, 0.75, 5 * std::sqrt(0.25 * 0.75 / many));
  }
}

TEST(RandomKernels, IntegersCoverTheirRangeEvenly) {
  Tensor out = Tensor::empty({many}, DType::int32);
  random(Device::cpu)->integers(11, -3, 4, out);
  std::vector<double> counts(7);
  for (const int value : out.to_vector<int>()) {
    ASSERT_GE(value, -3);
    ASSERT_LT(value, 4);
    ++counts[static_cast<std::size_t>(value + 3)];
  }
  double chi_square = 0;
  for (const double count : counts) chi_square += std::pow(count - many / 7.0, 2) / (many / 7.0);
  EXPECT_LT(chi_square, 33);  // 6 degrees of freedom: exceeded once in 10^5 cases
}

TEST(RandomKernels, IntegersReachTheEndsOfInt64) {
  Tensor out = Tensor::empty({1000}, DType::int64);
  using Limits = std::numeric_limits<std::int64_t>;
  random(Device::cpu)->integers(11, Limits::min(), Limits::max(), out);
  const auto values = out.to_vector<std::int64_t>();
  EXPECT_LT(*std::min_element(values.begin(), values.end()), Limits::min() / 2);
  EXPECT_GT(*std::max_element(values.begin(), values.end()), Limits::max() / 2);
}

TEST(RandomKernels, PermutationsHaveEachNumberOnceAndAnyNumberAnywhere) {
  std::vector<double> first(5);
  for (std::uint64_t key = 0; key < 5000; ++key) {
    Tensor out = Tensor::empty({5}, DType::int64);
    random(Device::cpu)->permutation(key, out);
    auto order = out.to_vector<std::int64_t>();
    ++first[static_cast<std::size_t>(order[0])];
    std::sort(order.begin(), order.end());
    ASSERT_EQ(order, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
  }
  for (const double count : first) EXPECT_NEAR(count, 1000, 150);
}

}  // namespace
}  // namespace beras::backend
