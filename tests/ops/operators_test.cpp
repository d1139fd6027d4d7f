#include <beras/tensor/operators.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>

namespace beras {
namespace {

std::vector<float> values(const Tensor& x) { return x.to_vector<float>(); }

TEST(Operators, ComputeElementByElement) {
  const Tensor a{6., 9.}, b{4., 3.};
  EXPECT_EQ(values(a + b), (std::vector<float>{10, 12}));
  EXPECT_EQ(values(a - b), (std::vector<float>{2, 6}));
  EXPECT_EQ(values(a * b), (std::vector<float>{24, 27}));
  EXPECT_EQ(values(a / b), (std::vector<float>{1.5, 3}));
  EXPECT_EQ(values(a % b), (std::vector<float>{2, 0}));
  EXPECT_EQ(values(-a), (std::vector<float>{-6, -9}));
  EXPECT_EQ(values(10 - a), (std::vector<float>{4, 1}));
  EXPECT_EQ(values(18 / a), (std::vector<float>{3, 2}));
  EXPECT_EQ(values(a % 4), (std::vector<float>{2, 1}));
  EXPECT_EQ(values(a > b), (std::vector<float>{1, 1}));
  EXPECT_EQ(values(a == 6), (std::vector<float>{1, 0}));
  EXPECT_EQ(values((a > 7) && (b < 4)), (std::vector<float>{0, 1}));
  EXPECT_EQ(values((a > 7) || (b > 3)), (std::vector<float>{1, 1}));
  EXPECT_EQ(values(!(a > 7)), (std::vector<float>{1, 0}));
}

TEST(InPlaceOperators, WriteTheMemoryOfEveryHandleAndView) {
  Tensor x{{1., 2.}, {3., 4.}};
  const Tensor same = x;
  const Tensor row = x[1];
  const auto id = x.id();
  const auto version = x.version();
  x += Tensor{10., 20.};
  EXPECT_EQ(values(same), (std::vector<float>{11, 22, 13, 24}));
  EXPECT_EQ(values(row), (std::vector<float>{13, 24}));
  EXPECT_EQ(x.id(), id);
  EXPECT_GT(x.version(), version);
  x -= 1;
  x *= 2;
  x /= 4;
  EXPECT_EQ(values(x), (std::vector<float>{5, 10.5, 6, 11.5}));
}

TEST(InPlaceOperators, WriteThroughStridedViews) {
  Tensor x{{1., 2.}, {3., 4.}};
  Tensor turned = x.T();
  turned += Tensor{10., 20.};
  EXPECT_EQ(values(x), (std::vector<float>{11, 12, 23, 24}));
  x += x;
  EXPECT_EQ(values(x), (std::vector<float>{22, 24, 46, 48}));
}

TEST(InPlaceOperators, SeeTheOldValuesWhereMemoryOverlaps) {
  Tensor x{1., 2., 3., 4.};
  Tensor tail = x[Slice{1}];
  tail += x[Slice{0, 3}];
  EXPECT_EQ(values(x), (std::vector<float>{1, 3, 5, 7}));
}

TEST(InPlaceOperators, RefuseWhatDoesNotFit) {
  Tensor whole{1, 2};
  EXPECT_THROW(whole += 0.5, DTypeError);
  EXPECT_THROW(whole /= 2, DTypeError);
  EXPECT_THROW((whole += Tensor{{1, 2}, {3, 4}}), ShapeError);
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{1, 2}));
  whole += Tensor{true, false};
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{2, 2}));
  Tensor narrow{1., 2.};
  narrow += Tensor{0.5, 0.5}.astype(DType::float64);
  EXPECT_EQ(narrow.dtype(), DType::float32);
  EXPECT_EQ(values(narrow), (std::vector<float>{1.5, 2.5}));
}

TEST(InPlaceOperators, KeepGradientsExactUnderATape) {
  const Tensor x{2., 3.};
  GradientTape tape;
  Tensor y = x * x;
  y += x;
  y *= y;
  const Tensor gradient = tape.gradient(y, x);
  // (x^2 + x)^2 has the derivative 2 (x^2 + x) (2 x + 1).
  EXPECT_EQ(values(gradient), (std::vector<float>{60, 168}));
}

TEST(InPlaceOperators, AccumulateUnderATape) {
  const Tensor x{2., 3.};
  Tensor total = Tensor::zeros({2});
  GradientTape tape;
  for (int i = 1; i <= 3; ++i) total += x * i;
  EXPECT_EQ(values(tape.gradient(total, x)), (std::vector<float>{6, 6}));
}

TEST(InPlaceOperators, ChangeAWeightThatATapeReadIsAnError) {
  Variable weight{1., 2.};
  GradientTape tape;
  const Tensor y = weight * weight;
  weight -= 0.5;
  EXPECT_EQ(values(weight), (std::vector<float>{0.5, 1.5}));
  EXPECT_THROW(tape.gradient(y, weight), TapeError);
}

}  // namespace
}  // namespace beras
