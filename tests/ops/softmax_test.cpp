#include <beras/ops/softmax.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/random.h>
#include <beras/ops/shape.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using SoftmaxFunction = Tensor (*)(const Tensor&, std::int64_t);

Tensor gradient_of(SoftmaxFunction function, const Tensor& x, std::int64_t axis) {
  GradientTape tape;
  tape.watch(x);
  const Tensor y = function(x, axis);
  return tape.gradient(y * y * y, x);
}

class Softmaxes : public testing::TestWithParam<SoftmaxFunction> {};

TEST_P(Softmaxes, PassTheGradientCheckAlongAnyAxis) {
  for (const std::int64_t axis : {0, 1, -1}) {
    const auto function = [axis](const Tensors& in) { return GetParam()(in[0], axis); };
    const GradientReport report =
        check_gradients(function, {random::normal({3, 2, 4}, 0, 2, float64, 1)});
    EXPECT_TRUE(report) << report.message;
  }
}

TEST_P(Softmaxes, HaveRightSecondDerivatives) {
  const auto function = [](const Tensors& in) { return gradient_of(GetParam(), in[0], -1); };
  const GradientReport report =
      check_gradients(function, {random::normal({2, 3}, 0, 1, float64, 1)});
  EXPECT_TRUE(report) << report.message;
}

TEST_P(Softmaxes, KeepSixteenBitFloatsAndGiveFloatsForIntegers) {
  const Tensor x({{1, 2, 3}});
  EXPECT_EQ(GetParam()(x, -1).dtype(), float32);
  EXPECT_EQ(GetParam()(x.astype(DType::bfloat16), -1).dtype(), DType::bfloat16);
  EXPECT_EQ(GetParam()(x.astype(float64), -1).dtype(), float64);
}

TEST_P(Softmaxes, TakeViewsVectorsAndEmptyTensors) {
  const Tensor x = random::normal({3, 4}, 0, 1, float32, 1);
  EXPECT_EQ(GetParam()(x.T(), 0).T().to_vector<float>(), GetParam()(x, 1).to_vector<float>());
  EXPECT_EQ(GetParam()(Tensor({1., 2.}), 0).shape(), (Shape{2}));
  EXPECT_EQ(GetParam()(Tensor::zeros({0, 3}), -1).shape(), (Shape{0, 3}));
  EXPECT_EQ(gradient_of(GetParam(), Tensor::zeros({2, 0}), -1).shape(), (Shape{2, 0}));
}

TEST_P(Softmaxes, RefuseScalarsAndUnknownAxes) {
  EXPECT_THROW(GetParam()(Tensor(1.0), -1), ShapeError);
  EXPECT_THROW(GetParam()(Tensor::zeros({2, 3}), 2), IndexError);
}

INSTANTIATE_TEST_SUITE_P(Both, Softmaxes,
                         testing::Values(SoftmaxFunction(softmax), SoftmaxFunction(log_softmax)));

TEST(Softmax, HasTheValuesOfItsFormula) {
  const auto y = softmax(Tensor({{0., std::log(2.)}, {5., 5.}})).to_vector<double>();
  EXPECT_NEAR(y[0], 1.0 / 3, 1e-7);
  EXPECT_NEAR(y[1], 2.0 / 3, 1e-7);
  EXPECT_NEAR(y[2], 0.5, 1e-7);
  const auto log_y = log_softmax(Tensor({{0., std::log(2.)}})).to_vector<double>();
  EXPECT_NEAR(log_y[0], -std::log(3.0), 1e-7);
}

TEST(Softmax, IsStableAtTheEndsOfTheRange) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto y =
      softmax(Tensor({{1e4, -1e4, 1e4 - 1}, {-infinity, 0., -infinity}})).to_vector<double>();
  EXPECT_NEAR(y[0], 1 / (1 + std::exp(-1.0)), 1e-7);
  EXPECT_EQ(y[1], 0);
  EXPECT_EQ(y[3], 0);
  EXPECT_EQ(y[4], 1);
  const auto dx = gradient_of(softmax, Tensor({{-infinity, 0., 1.}}), -1).to_vector<double>();
  EXPECT_EQ(dx[0], 0);
  EXPECT_FALSE(std::isnan(dx[1]));
}

TEST(Softmax, GoesOverSeveralAxesTogether) {
  const Tensor x = ops::linspace(-1, 2, 12).reshape({2, 3, 2});
  const Tensor moved = transpose(x, {1, 0, 2}).reshape({3, 4});
  const Tensor expected = transpose(softmax(moved).reshape({3, 2, 2}), {1, 0, 2});
  const Tensor y = softmax(x, {0, -1});
  EXPECT_EQ(y.to_vector<float>(), expected.to_vector<float>());
  EXPECT_EQ(softmax(x, Axes()).to_vector<float>(), softmax(x.reshape({12})).to_vector<float>());
  EXPECT_EQ(log_softmax(x, Axes(1)).to_vector<float>(), log_softmax(x, 1).to_vector<float>());
  const auto report = check_gradients(
      [](const Tensors& in) {
        return log_softmax(in[0], {0, 2});
      },
      {x.astype(float64)});
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THROW(softmax(x, {0, 3}), IndexError);
  EXPECT_THROW(softmax(x, Axes({})), ShapeError);
}

TEST(Softmax, SaysItsNameInErrors) {
  try {
    log_softmax(Tensor(1.0));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "[log_softmax] expected an input of rank 1 or more. Received: ().");
  }
}

}  // namespace
}  // namespace beras::ops
