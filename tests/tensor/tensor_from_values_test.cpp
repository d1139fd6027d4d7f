#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

TEST(TensorFromLists, KindOfNumbersGivesTheDtype) {
  EXPECT_EQ((Tensor{1, 2}.dtype()), int32);
  EXPECT_EQ((Tensor{1.0, 2.0}.dtype()), float32);
  EXPECT_EQ((Tensor{1, 2.5}.dtype()), float32);
  EXPECT_EQ((Tensor{true, false}.dtype()), boolean);
  EXPECT_EQ((Tensor{true, 2}.dtype()), int32);
  EXPECT_EQ(Tensor(3).dtype(), int32);
  EXPECT_EQ(Tensor(true).dtype(), boolean);
  EXPECT_EQ(Tensor(3.f).dtype(), float32);
  EXPECT_EQ(Tensor(3, float64).dtype(), float64);
}

TEST(TensorFromLists, ShapeFollowsTheNesting) {
  const Tensor x = {{{1., 2.}, {3., 4.}}, {{5., 6.}, {7., 8.}}};
  EXPECT_EQ(x.shape(), (Shape{2, 2, 2}));
  EXPECT_EQ(x.to_vector<float>(), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ((Tensor{{1.}}.shape()), (Shape{1, 1}));
}

TEST(TensorFromLists, GivenDtypeWins) {
  const Tensor x({{1, 2}, {3, 300}}, uint8);
  EXPECT_EQ(x.dtype(), uint8);
  EXPECT_EQ(x.to_vector<int>(), (std::vector<int>{1, 2, 3, 44}));
}

TEST(TensorFromLists, UnequalListsAreRefused) {
  EXPECT_THROW((Tensor{{1, 2}, {3}}), ShapeError);
  EXPECT_THROW((Tensor{{1, 2}, 3}), ShapeError);
  EXPECT_THROW((Tensor{1, {2, 3}}), ShapeError);
  EXPECT_THROW((Tensor{{{1}, {2}}, {{3}, {4}, {5}}}), ShapeError);
}

TEST(TensorFromLists, IntegersThatDoNotFitAskForADtype) {
  EXPECT_THROW((Tensor{3000000000}), ValueError);
  EXPECT_THROW(Tensor(3000000000), ValueError);
  EXPECT_EQ(Tensor({3000000000}, int64).item<std::int64_t>(), 3000000000);
}

TEST(TensorFromRanges, TakesVectorsAndSpans) {
  const std::vector<double> values = {1, 2, 3, 4};
  EXPECT_EQ(Tensor(values).dtype(), float64);
  EXPECT_EQ(Tensor(values, {2, 2}).shape(), (Shape{2, 2}));
  EXPECT_EQ(Tensor(std::span<const double>(values).subspan(2)).to_vector<double>(),
            (std::vector<double>{3, 4}));
  EXPECT_EQ(Tensor(std::vector<bool>{true, false}).dtype(), boolean);
  EXPECT_EQ(Tensor(std::vector<std::uint8_t>{}).shape(), (Shape{0}));
}

TEST(TensorFromRanges, CountMustMatchTheShape) {
  try {
    Tensor(std::vector<float>{1, 2, 3}, {2, 2});
    FAIL() << "no error";
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Tensor] expected 3 elements, as many as were given. Received: shape (2, 2).");
  }
}

TEST(TensorToVector, CastsAndWalksAnyStrides) {
  const Tensor x{{1.5, -2.5}, {3.5, 300.5}};
  const Tensor transposed = x.as_strided({2, 2}, {1, 2}, 0);
  EXPECT_EQ(transposed.to_vector<double>(), (std::vector<double>{1.5, 3.5, -2.5, 300.5}));
  EXPECT_EQ(x.to_vector<std::uint8_t>(), (std::vector<std::uint8_t>{1, 0, 3, 255}));
  EXPECT_EQ(x.to_vector<std::int64_t>(), (std::vector<std::int64_t>{1, -2, 3, 300}));
  EXPECT_EQ(x.to_vector<bool>(), (std::vector<bool>(4, true)));
}

}  // namespace
}  // namespace beras
