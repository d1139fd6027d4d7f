#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/create.h>

namespace beras {
namespace {

using Floats = std::vector<float>;
using Ints = std::vector<int>;

TEST(Create, LikeTakesShapeAndDtype) {
  const Tensor x = Tensor::full({2, 1}, 3, int64);
  EXPECT_EQ(ops::zeros_like(x).dtype(), int64);
  EXPECT_EQ(ops::zeros_like(x).to_vector<int>(), (Ints{0, 0}));
  EXPECT_EQ(ops::ones_like(x).shape(), (Shape{2, 1}));
  EXPECT_EQ(ops::ones_like(x, float32).dtype(), float32);
  EXPECT_EQ(ops::full_like(x, 2.7).to_vector<int>(), (Ints{2, 2}));
}

TEST(Arange, CountsFromZero) {
  EXPECT_EQ(ops::arange(4).dtype(), int32);
  EXPECT_EQ(ops::arange(4).to_vector<int>(), (Ints{0, 1, 2, 3}));
  EXPECT_EQ(ops::arange(0).shape(), (Shape{0}));
  EXPECT_EQ(ops::arange(-3).shape(), (Shape{0}));
  EXPECT_EQ(ops::arange(2.5).to_vector<float>(), (Floats{0, 1, 2}));
}

TEST(Arange, StepsEitherWay) {
  EXPECT_EQ(ops::arange(1, 10, 3).to_vector<int>(), (Ints{1, 4, 7}));
  EXPECT_EQ(ops::arange(5, 0, -2).to_vector<int>(), (Ints{5, 3, 1}));
  EXPECT_EQ(ops::arange(0.0, 1.0, 0.25).to_vector<float>(), (Floats{0, .25, .5, .75}));
  EXPECT_EQ(ops::arange(0, 3, 1, float64).dtype(), float64);
}

TEST(Arange, RefusesWhatNeverEnds) {
  EXPECT_THROW(ops::arange(0, 3, 0), ValueError);
  EXPECT_THROW(ops::arange(0.0, INFINITY), ValueError);
  EXPECT_THROW(ops::arange(std::nan(""), 3.0), ValueError);
  EXPECT_THROW(ops::arange(0.0, 1e300), BackendError);
}

TEST(Linspace, SpansBothEnds) {
  EXPECT_EQ(ops::linspace(0, 1, 5).to_vector<float>(), (Floats{0, .25, .5, .75, 1}));
  EXPECT_EQ(ops::linspace(0, 1, 4, {.endpoint = false}).to_vector<float>(),
            (Floats{0, .25, .5, .75}));
  EXPECT_EQ(ops::linspace(3, 7, 1).to_vector<float>(), (Floats{3}));
  EXPECT_EQ(ops::linspace(3, 7, 0).shape(), (Shape{0}));
  EXPECT_EQ(ops::linspace(1, 0).size(), 50);
  EXPECT_THROW(ops::linspace(0, 1, -1), ValueError);
}

TEST(Linspace, EndsExactly) {
  const std::vector<double> values =
      ops::linspace(0, 0.7, 29, {.dtype = float64}).to_vector<double>();
  EXPECT_EQ(values.back(), 0.7);
}

TEST(Eye, PutsOnesOnADiagonal) {
  EXPECT_EQ(ops::eye(2).to_vector<int>(), (Ints{1, 0, 0, 1}));
  EXPECT_EQ(ops::eye(2, 3, 1).to_vector<int>(), (Ints{0, 1, 0, 0, 0, 1}));
  EXPECT_EQ(ops::eye(3, 2, -1).to_vector<int>(), (Ints{0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(ops::eye(2, 2, 5).to_vector<int>(), (Ints{0, 0, 0, 0}));
  EXPECT_EQ(ops::eye(2, 2, -5).to_vector<int>(), (Ints{0, 0, 0, 0}));
  EXPECT_EQ(ops::eye(0).shape(), (Shape{0, 0}));
  EXPECT_EQ(ops::identity(2, int8).dtype(), int8);
  EXPECT_THROW(ops::eye(-1), ShapeError);
}

TEST(Arange, CountsExactlyWhereFloat64DoesNot) {
  constexpr std::int64_t far = std::int64_t{1} << 62;
  const auto values = [](std::int64_t start, std::int64_t stop, std::int64_t step) {
    return ops::arange(start, stop, step, DType::int64).to_vector<std::int64_t>();
  };
  EXPECT_EQ(values(far, far + 3, 1), (std::vector<std::int64_t>{far, far + 1, far + 2}));
  EXPECT_EQ(values(far + 3, far, -2), (std::vector<std::int64_t>{far + 3, far + 1}));
  EXPECT_EQ(values(far, far + 1, far), (std::vector<std::int64_t>{far}));
  EXPECT_EQ(values(-far - far, far + (far - 1), far + (far - 1)),
            (std::vector<std::int64_t>{-far - far, -1, far + (far - 2)}));
  EXPECT_TRUE(values(far + 1, far, 1).empty());
  constexpr std::int64_t most = 2147483647;
  EXPECT_EQ(ops::arange(most - 1, most + 1).to_vector<std::int64_t>(),
            (std::vector<std::int64_t>{most - 1, most}));
  EXPECT_THROW(ops::arange(most, most + 2), ValueError);
  EXPECT_THROW(ops::arange(-most - 1, -most - 3, -1), ValueError);
}

TEST(Eye, HasNothingOnDiagonalsBeyond) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t k : {std::int64_t{3}, std::int64_t{-2}, most, -most, -most - 1}) {
    EXPECT_EQ(ops::eye(2, 3, k).to_vector<float>(), std::vector<float>(6, 0)) << k;
  }
}

}  // namespace
}  // namespace beras
