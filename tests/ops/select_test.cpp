#include <beras/ops/select.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/operators.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

TEST(Where, ChoosesAndBroadcasts) {
  const Tensor condition{{true}, {false}};
  const Tensor chosen = where(condition, Tensor{1., 2.}, 9);
  EXPECT_EQ(chosen.shape(), (Shape{2, 2}));
  EXPECT_EQ(chosen.to_vector<float>(), (std::vector<float>{1, 2, 9, 9}));
  EXPECT_EQ(where(Tensor{0, 3}, 1, 2).to_vector<int>(), (std::vector<int>{2, 1}));
  EXPECT_EQ(where(condition, Tensor{1, 2}, Tensor{0.5}).dtype(), DType::float32);
  EXPECT_THROW(where(condition, Tensor{1., 2.}, Tensor{1., 2., 3.}), ShapeError);
}

TEST(Where, PassesGradientsToWhatWasChosen) {
  const Tensor condition{{true, false}, {false, true}};
  const Function function = [&](const Tensors& x) { return where(condition, x[0], x[1]); };
  const Tensor matrix{{1.5, -0.5}, {0.3, 2.}}, row{0.7, -1.2};
  EXPECT_TRUE(first_derivatives_hold(function, {matrix, row}));
  EXPECT_TRUE(first_derivatives_hold(function, {row, matrix}));
  EXPECT_TRUE(second_derivatives_hold(function, {row, matrix}));
}

TEST(Where, KeepsNanOfTheOtherSideOut) {
  const Tensor x{0., 4.};
  GradientTape tape;
  const Tensor y = where(x > 0, x * x, x);
  for (const float slope : tape.gradient(y, x).to_vector<float>()) EXPECT_FALSE(std::isnan(slope));
}

TEST(Clip, BoundsFloatsAndIntegers) {
  const Tensor x(std::vector<float>{-2, 0.5, 3, NAN});
  const auto clipped = clip(x, -1, 1).to_vector<float>();
  EXPECT_EQ(clipped[0], -1);
  EXPECT_EQ(clipped[1], 0.5);
  EXPECT_EQ(clipped[2], 1);
  EXPECT_TRUE(std::isnan(clipped[3]));
  const Tensor whole = clip(Tensor{-5, 2, 9}, 0, 4);
  EXPECT_EQ(whole.dtype(), DType::int32);
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{0, 2, 4}));
  EXPECT_EQ(clip(Tensor{5}, 0, 2.5).dtype(), DType::float32);
}

TEST(Clip, HasAGradientWithinTheBounds) {
  const Function function = [](const Tensors& x) { return clip(x[0], -1, 1); };
  const Tensor x{-2., -0.4, 0.7, 1.8};
  EXPECT_TRUE(first_derivatives_hold(function, {x}));
  EXPECT_TRUE(second_derivatives_hold(function, {x}));
}

}  // namespace
}  // namespace beras::ops
