#include <beras/ops/normalization.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/random.h>
#include <beras/ops/shape.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>

namespace beras::ops {
namespace {

using golden::near;
using Function = std::function<Tensor(const Tensors&)>;

Tensor some(const Shape& shape, std::uint64_t seed, DType dtype = float64) {
  return random::normal(shape, 0.5, 1.5, dtype, seed);
}

/// The function and the gradient of the sum of its cubes both pass the gradient check.
void expect_differentiable_twice(const Function& function, const Tensors& inputs) {
  const GradientReport first = check_gradients(function, inputs);
  EXPECT_TRUE(first) << first.message;
  const Function gradient = [&](const Tensors& in) {
    GradientTape tape;
    tape.watch(in);
    const Tensor y = function(in);
    Tensor sum(0.0, float64);
    const Tensors gradients = tape.gradient(y * y * y, in);
    for (const Tensor& part : gradients) sum = sum + (part * part).sum();
    return sum;
  };
  const GradientReport second = check_gradients(gradient, inputs);
  EXPECT_TRUE(second) << second.message;
}

TEST(Moments, AreMeanAndBiasedVariance) {
  const Tensor x({{1., 2., 6.}, {4., 4., 4.}});
  const Moments rows = moments(x, 1);
  EXPECT_TRUE(near(rows.mean, Tensor({3., 4.})));
  EXPECT_TRUE(near(rows.variance, Tensor({14. / 3, 0.})));
  EXPECT_EQ(moments(x, -1, true).mean.shape(), (Shape{2, 1}));
  EXPECT_TRUE(near(moments(x).mean, Tensor(3.5)));
  const Moments whole = moments(Tensor({1, 2}));
  EXPECT_TRUE(near(whole.variance, Tensor(0.25)));
}

TEST(LayerNormalization, FollowsItsFormula) {
  const Tensor x({{1., 3.}, {5., 11.}});
  const Tensor y = layer_normalization(x, Tensor({2., 3.}), Tensor({10., 20.}), -1, 0);
  EXPECT_TRUE(near(y, Tensor({{8., 23.}, {8., 23.}})));
  const Tensor plain = layer_normalization(x, {}, {}, -1, 3);
  EXPECT_TRUE(near(plain, Tensor({{-0.5, 0.5}, {-3 / std::sqrt(12.), 3 / std::sqrt(12.)}})));
}

TEST(LayerNormalization, TakesAnyAxes) {
  const Tensor x = some({2, 3, 4, 5}, 1, float32);
  const Tensor gamma = some({3, 5}, 2, float32), beta = some({3, 5}, 3, float32);
  const Tensor y = layer_normalization(x, gamma, beta, {1, 3});
  const Moments before = moments(x, {1, 3}, true);
  const Tensor n = (x - before.mean) / sqrt(before.variance + 1e-7);
  EXPECT_TRUE(near(y, n * gamma.reshape({3, 1, 5}) + beta.reshape({3, 1, 5}), 1e-5));
  const Tensor moved = layer_normalization(transpose(x, {0, 2, 1, 3}), gamma, beta, {2, 3});
  EXPECT_TRUE(near(transpose(y, {0, 2, 1, 3}), moved));
}

TEST(LayerNormalization, IsDifferentiableTwice) {
  expect_differentiable_twice(
      [](const Tensors& in) { return layer_normalization(in[0], in[1], in[2]); },
      {some({3, 4}, 1), some({4}, 2), some({4}, 3)});
  expect_differentiable_twice(
      [](const Tensors& in) {
        return layer_normalization(in[0], in[1], {}, {0, 2});
      },
      {some({2, 3, 2}, 1), some({2, 2}, 2)});
}

TEST(LayerNormalization, GivesFloat32TheGradientsOfFloat64) {
  const Tensor x = some({40, 33}, 1), gamma = some({33}, 2), beta = some({33}, 3);
  const auto gradients = [&](DType dtype) {
    const Tensors in = {x.astype(dtype), gamma.astype(dtype), beta.astype(dtype)};
    GradientTape tape;
    tape.watch(in);
    const Tensor y = layer_normalization(in[0], in[1], in[2]);
    return tape.gradient(y * y, in);
  };
  const Tensors exact = gradients(float64), fast = gradients(float32);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(near(fast[i], exact[i], 1e-4)) << i;
}

TEST(LayerNormalization, KeepsSixteenBitFloatsAndTakesEmptyInputs) {
  const Tensor x = some({4, 64}, 1, float32);
  const Tensor y = layer_normalization(x.astype(DType::bfloat16));
  EXPECT_EQ(y.dtype(), DType::bfloat16);
  EXPECT_TRUE(near(y, layer_normalization(x), 2e-2));
  EXPECT_EQ(layer_normalization(Tensor::zeros({0, 3})).shape(), (Shape{0, 3}));
  EXPECT_EQ(layer_normalization(Tensor::zeros({2, 0})).shape(), (Shape{2, 0}));
}

TEST(BatchNormalization, FollowsItsFormulaAlongAnyAxis) {
  const Tensor x({{1., 3.}, {5., 11.}}), mean({3., 7.}), variance({4., 16.});
  const Tensor y =
      batch_normalization(x, mean, variance, -1, Tensor({10., 20.}), Tensor({2., 3.}), 0);
  EXPECT_TRUE(near(y, Tensor({{8., 17.}, {12., 23.}})));
  const Tensor other =
      batch_normalization(x.T(), mean, variance, 0, Tensor({10., 20.}), Tensor({2., 3.}), 0);
  EXPECT_TRUE(near(other, y.T()));
  EXPECT_TRUE(
      near(batch_normalization(x, mean, variance, -1, {}, {}, 0), Tensor({{-1., -1.}, {1., 1.}})));
}

TEST(BatchNormalization, IsDifferentiableTwice) {
  const Tensor variance = some({2}, 3) * some({2}, 3) + 0.5;
  expect_differentiable_twice(
      [](const Tensors& in) { return batch_normalization(in[0], in[1], in[2], 1, in[3], in[4]); },
      {some({3, 2, 2}, 1), some({2}, 2), variance, some({2}, 4), some({2}, 5)});
}

TEST(BatchNormTraining, NormalizesByTheBatchAndGivesItsMoments) {
  const Tensor x = some({6, 5, 4, 3}, 1, float32);
  const BatchNormalized result = batch_norm_training(x, {}, {}, -1, 0);
  const Moments given = moments(x, {0, 1, 2});
  EXPECT_TRUE(near(result.mean, given.mean, 1e-5));
  EXPECT_TRUE(near(result.variance, given.variance, 1e-5));
  const Moments after = moments(result.y, {0, 1, 2});
  EXPECT_TRUE(near(after.mean, Tensor::zeros({3}), 1e-5));
  EXPECT_TRUE(near(after.variance, Tensor::ones({3}), 1e-5));
  const BatchNormalized first = batch_norm_training(moveaxis(x, -1, 1), {}, {}, 1, 0);
  EXPECT_TRUE(near(moveaxis(first.y, 1, -1), result.y));
}

TEST(BatchNormTraining, IsDifferentiableTwiceThroughAllItsOutputs) {
  const Tensors inputs = {some({5, 3}, 1), some({3}, 2), some({3}, 3)};
  expect_differentiable_twice(
      [](const Tensors& in) { return batch_norm_training(in[0], in[1], in[2]).y; }, inputs);
  expect_differentiable_twice(
      [](const Tensors& in) {
        const BatchNormalized result = batch_norm_training(in[0], in[1], in[2]);
        return result.y * result.variance + result.mean;
      },
      inputs);
  expect_differentiable_twice([](const Tensors& in) { return batch_norm_training(in[0]).variance; },
                              {inputs[0]});
}

TEST(BatchNormTraining, GivesFloat32TheGradientsOfFloat64) {
  const Tensor x = some({700, 20}, 1), gamma = some({20}, 2), beta = some({20}, 3);
  const auto gradients = [&](DType dtype) {
    const Tensors in = {x.astype(dtype), gamma.astype(dtype), beta.astype(dtype)};
    GradientTape tape;
    tape.watch(in);
    const Tensor y = batch_norm_training(in[0], in[1], in[2]).y;
    return tape.gradient(y * y * y, in);
  };
  const Tensors exact = gradients(float64), fast = gradients(float32);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(near(fast[i], exact[i], 2e-4)) << i;
}

TEST(Normalization, RefusesShapesThatDoNotFit) {
  const Tensor x = Tensor::zeros({4, 3});
  EXPECT_THROW(layer_normalization(x, Tensor::ones({4})), ShapeError);
  EXPECT_THROW(layer_normalization(x, {}, {}, 2), IndexError);
  EXPECT_THROW(layer_normalization(Tensor(1.0), {}, {}, Axes()), ShapeError);
  EXPECT_THROW(batch_normalization(x, Tensor::ones({4}), Tensor::ones({3})), ShapeError);
  EXPECT_THROW(batch_norm_training(x, {}, Tensor::ones({1})), ShapeError);
  EXPECT_THROW(batch_norm_training(Tensor::zeros({0, 3})), ShapeError);
  EXPECT_THROW(batch_norm_training(Tensor(1.0)), ShapeError);
}

}  // namespace
}  // namespace beras::ops
