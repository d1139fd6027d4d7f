#include <beras/ops/dropout.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

TEST(Dropout, KeepsTheMeanAndScalesWhatItKeeps) {
  const Tensor y = dropout(Tensor::full({100000}, 2), 0.2, std::nullopt, 1);
  double sum = 0;
  for (const double value : y.to_vector<double>()) {
    ASSERT_TRUE(value == 0 || std::abs(value - 2.5) < 1e-6);
    sum += value;
  }
  EXPECT_NEAR(sum / 100000, 2, 0.03);
}

TEST(Dropout, GradientIsDroppedWhereTheInputIs) {
  const Tensor x = Tensor::ones({1000});
  GradientTape tape;
  const Tensor y = dropout(x, 0.5, std::nullopt, 1);
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), y.to_vector<float>());
}

TEST(Dropout, PassesTheGradientCheckAlongBothPaths) {
  const Tensor x({{0.5, -1.0, 2.0}, {1.5, 0.25, -0.75}});
  const auto plain = [](const Tensors& in) { return dropout(in[0], 0.5, std::nullopt, 3); };
  const auto shared = [](const Tensors& in) { return dropout(in[0], 0.5, Shape{2, 1}, 3); };
  EXPECT_TRUE(check_gradients(plain, {x})) << check_gradients(plain, {x}).message;
  EXPECT_TRUE(check_gradients(shared, {x})) << check_gradients(shared, {x}).message;
}

TEST(Dropout, HasSecondDerivatives) {
  const Tensor x = Tensor::full({100}, 3);
  GradientTape outer;
  Tensor gradient;
  Tensor y;
  {
    GradientTape inner;
    y = dropout(x, 0.5, std::nullopt, 1);
    gradient = inner.gradient(y * y, x);
  }
  const auto second = outer.gradient(gradient, x).to_vector<double>();
  const auto values = y.to_vector<double>();
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(second[i], values[i] == 0 ? 0 : 8);
}

TEST(Dropout, NoiseShapeSharesTheFateOfWholeAxes) {
  const auto values = dropout(Tensor::ones({50, 4}), 0.5, Shape{50, 1}, 2).to_vector<float>();
  int dropped = 0;
  for (std::size_t row = 0; row < 50; ++row) {
    for (std::size_t i = 1; i < 4; ++i) ASSERT_EQ(values[4 * row + i], values[4 * row]);
    dropped += values[4 * row] == 0;
  }
  EXPECT_GT(dropped, 10);
  EXPECT_LT(dropped, 40);
}

TEST(Dropout, AtTheEndsOfItsRange) {
  const Tensor x({1., 2.});
  EXPECT_EQ(dropout(x, 0).to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(dropout(x, 1).to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(Dropout, RefusesBadArguments) {
  const Tensor x = Tensor::ones({2, 3});
  EXPECT_THROW(dropout(x, -0.1), ValueError);
  EXPECT_THROW(dropout(x, 1.1), ValueError);
  EXPECT_THROW(dropout(x, std::nan("")), ValueError);
  EXPECT_THROW(dropout(Tensor::ones({2}, DType::int32), 0.5), DTypeError);
  EXPECT_THROW(dropout(x, 0.5, Shape{3, 3}), ShapeError);
  EXPECT_THROW(dropout(x, 0.5, Shape{4, 2, 3}), ShapeError);
}

}  // namespace
}  // namespace beras::ops
