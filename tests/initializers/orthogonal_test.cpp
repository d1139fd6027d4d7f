#include <beras/base/error.h>
#include <beras/initializers/orthogonal.h>
#include <gtest/gtest.h>

#include <cmath>

namespace beras::initializers {
namespace {

// The largest difference between gain^2 I and the products of all pairs of `count` vectors of
// `length` numbers.
double worst_product(const Tensor& matrix, std::int64_t count, std::int64_t length, bool columns,
                     double gain) {
  const std::vector<double> values = matrix.to_vector<double>();
  const auto at = [&](std::int64_t vector, std::int64_t i) {
    return values[static_cast<std::size_t>(columns ? i * count + vector : vector * length + i)];
  };
  double worst = 0;
  for (std::int64_t a = 0; a < count; ++a) {
    for (std::int64_t b = 0; b < count; ++b) {
      double product = a == b ? -gain * gain : 0;
      for (std::int64_t i = 0; i < length; ++i) product += at(a, i) * at(b, i);
      worst = std::max(worst, std::abs(product));
    }
  }
  return worst;
}

TEST(Orthogonal, HighMatricesHaveOrthonormalColumns) {
  const Tensor matrix = Orthogonal({.seed = 1})({40, 25}, DType::float64);
  EXPECT_LT(worst_product(matrix, 25, 40, true, 1), 1e-13);
}

TEST(Orthogonal, WideMatricesHaveOrthonormalRows) {
  const Tensor matrix = Orthogonal({.gain = 2, .seed = 1})({25, 40}, DType::float64);
  EXPECT_LT(worst_product(matrix, 25, 40, false, 2), 1e-13);
}

TEST(Orthogonal, KernelsOfHigherRankAreMatricesOverTheLastAxis) {
  const Tensor kernel = Orthogonal({.seed = 1})({3, 3, 2, 8});
  EXPECT_EQ(to_string(kernel.shape()), "(3, 3, 2, 8)");
  EXPECT_EQ(kernel.dtype(), DType::float32);
  EXPECT_LT(worst_product(kernel, 8, 18, true, 1), 1e-6);
}

TEST(Orthogonal, AllDirectionsAreEquallyLikely) {
  // Without fixed signs, the first element of Q would always have one sign.
  int positive = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    if (Orthogonal({.seed = seed})({3, 3}).to_vector<double>()[0] > 0) ++positive;
  }
  EXPECT_GT(positive, 70);
  EXPECT_LT(positive, 130);
}

TEST(Orthogonal, RepeatsItselfWithASeedAlone) {
  EXPECT_EQ(Orthogonal({.seed = 2})({4, 4}).to_vector<float>(),
            Orthogonal({.seed = 2})({4, 4}).to_vector<float>());
  EXPECT_NE(Orthogonal()({4, 4}).to_vector<float>(), Orthogonal()({4, 4}).to_vector<float>());
}

TEST(Orthogonal, TakesEmptyMatricesAndRefusesVectors) {
  EXPECT_EQ(to_string(Orthogonal()({0, 3}).shape()), "(0, 3)");
  EXPECT_EQ(to_string(Orthogonal()({3, 0}).shape()), "(3, 0)");
  EXPECT_THROW(Orthogonal()({3}), ShapeError);
}

}  // namespace
}  // namespace beras::initializers
