#include <beras/ops/linalg.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::expect_near;
using backend::numbers;

constexpr double infinity = std::numeric_limits<double>::infinity();
const Tensor signed_matrix = Tensor({{1, -2, 3}, {4, 5, 6}}, float32);
const Tensor v = Tensor({1, 2, 3}, float32);

TEST(Linalg, MultipliesAsNumpyDoes) {
  EXPECT_EQ(dot(v, v).item<float>(), 14);
  EXPECT_EQ(to_string(dot(signed_matrix, v)), "[ 6. 32.]");
  EXPECT_EQ(to_string(dot(v, Tensor(2.))), "[2. 4. 6.]");
  EXPECT_EQ(dot(Tensor::ones({2, 3, 4}), Tensor::ones({5, 4, 6})).shape(), (Shape{2, 3, 5, 6}));
  EXPECT_EQ(vdot(signed_matrix, signed_matrix).item<float>(), 1 + 4 + 9 + 16 + 25 + 36);
  EXPECT_EQ(inner(Tensor::ones({2, 3, 4}), Tensor::ones({5, 4})).shape(), (Shape{2, 3, 5}));
  EXPECT_EQ(to_string(inner(signed_matrix, v)), "[ 6. 32.]");
  EXPECT_EQ(to_string(outer(Tensor{1., 2.}, v)), "[[1. 2. 3.]\n [2. 4. 6.]]");
}

TEST(Tensordot, SumsOverPairsOfAxes) {
  const Tensor x = numbers({2, 3, 4}, 1);
  const Tensor y = numbers({4, 3, 5}, 2);
  EXPECT_EQ(tensordot(x, y, 0).shape(), (Shape{2, 3, 4, 4, 3, 5}));
  EXPECT_EQ(tensordot(x, y, 1).shape(), (Shape{2, 3, 3, 5}));
  const Tensor both = tensordot(x, y, {1, -1}, {1, 0});
  ASSERT_EQ(both.shape(), (Shape{2, 5}));
  double sum = 0;
  for (int j = 0; j < 3; ++j) {
    for (int k = 0; k < 4; ++k)
      sum += double{x[{1, j, k}].item<float>()} * y[{k, j, 2}].item<float>();
  }
  EXPECT_NEAR((both[{1, 2}].item<double>()), sum, 1e-6);
  EXPECT_THROW(tensordot(x, y, 2), ShapeError);
  EXPECT_THROW(tensordot(x, y, 4), ValueError);
  EXPECT_THROW(tensordot(x, y, {1}, {1, 0}), ValueError);
  EXPECT_THROW(tensordot(x, y, {1, 1}, {1, 0}), ValueError);
  EXPECT_THROW(tensordot(x, y, {3}, {1}), IndexError);
}

TEST(Norm, OfVectors) {
  EXPECT_FLOAT_EQ(norm(signed_matrix).item<float>(), std::sqrt(91.f));
  EXPECT_FLOAT_EQ(norm(v, {.ord = 1}).item<float>(), 6);
  EXPECT_FLOAT_EQ(norm(v, {.ord = 3}).item<float>(), std::cbrt(36.f));
  EXPECT_FLOAT_EQ(norm(Tensor{0., -2.}, {.ord = 0}).item<float>(), 1);
  EXPECT_FLOAT_EQ(norm(signed_matrix[0], {.ord = infinity}).item<float>(), 3);
  EXPECT_FLOAT_EQ(norm(signed_matrix[0], {.ord = -infinity}).item<float>(), 1);
  EXPECT_FLOAT_EQ(norm(Tensor({3, 4}, int32)).item<float>(), 5);
  expect_near(norm(signed_matrix, {.axis = 1}), Tensor({std::sqrt(14.), std::sqrt(77.)}), 1e-6);
  EXPECT_EQ(norm(signed_matrix, {.axis = 0, .keepdims = true}).shape(), (Shape{1, 3}));
}

TEST(Norm, OfMatrices) {
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = "fro"}).item<float>(), std::sqrt(91.f));
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = 1}).item<float>(), 9);
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = -1}).item<float>(), 5);
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = infinity}).item<float>(), 15);
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = -infinity}).item<float>(), 6);
  const Tensor batch = numbers({2, 3, 4}, 1);
  EXPECT_EQ(norm(batch, {.ord = 1, .axis = {1, 2}}).shape(), Shape{2});
  EXPECT_EQ(norm(batch, {.ord = "fro", .axis = {0, 1}, .keepdims = true}).shape(),
            (Shape{1, 1, 4}));
}

TEST(Norm, TakesTheFirstAxisForTheRows) {
  const Tensor x = numbers({2, 3, 4}, 1);
  for (const double ord : {1., -1., 2., -2., infinity, -infinity}) {
    SCOPED_TRACE(ord);
    const Tensor turned = norm(x.transpose({0, 2, 1}), {.ord = ord, .axis = {1, 2}});
    expect_near(norm(x, {.ord = ord, .axis = {2, 1}}), turned, 1e-6);
    expect_near(norm(x, {.ord = ord, .axis = {-1, -2}}), turned, 1e-6);
    expect_near(norm(x, {.ord = ord, .axis = {-1, 1}, .keepdims = true}), turned.reshape({2, 1, 1}),
                1e-6);
  }
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = 1, .axis = {1, 0}}).item<float>(), 15);
  EXPECT_FLOAT_EQ(norm(signed_matrix, {.ord = infinity, .axis = {1, 0}}).item<float>(), 9);
}

TEST(Norm, RefusesUnknownOrders) {
  EXPECT_THROW(norm(signed_matrix, {.ord = 3}), ValueError);
  EXPECT_THROW(norm(signed_matrix, {.ord = "l2"}), ValueError);
  EXPECT_THROW(norm(v, {.ord = "nuc"}), ValueError);
  EXPECT_THROW(norm(v, {.ord = "fro"}), ValueError);
  EXPECT_THROW(norm(numbers({2, 2, 2}, 1), {.ord = 1}), ValueError);
  EXPECT_THROW(norm(signed_matrix, {.axis = 2}), IndexError);
}

TEST(Linalg, GradientsAreExact) {
  const auto check = [](const std::function<Tensor(const Tensors&)>& function,
                        const Tensors& inputs) {
    const GradientReport report = check_gradients(function, inputs);
    EXPECT_TRUE(report) << report.message;
  };
  const Tensor x = numbers({2, 3, 4}, 1);
  check(
      [](const Tensors& t) {
        return tensordot(t[0], t[1], {1, 2}, {0, 1});
      },
      {x, numbers({3, 4, 2}, 2)});
  check([](const Tensors& t) { return inner(t[0], t[1]); }, {x, numbers({4}, 2)});
  check([](const Tensors& t) { return outer(t[0], t[1]); }, {numbers({3}, 1), numbers({4}, 2)});
  check([](const Tensors& t) { return norm(t[0], {.axis = {1, 2}}); }, {x});
  check([](const Tensors& t) { return norm(t[0], {.ord = 3, .axis = 0}); }, {x});
  check([](const Tensors& t) { return norm(t[0], {.ord = 1, .axis = {0, 2}}); }, {x});
}

TEST(Norm, OfHalvesIsFormedInFloat32) {
  for (const DType dtype : {DType::float16, DType::bfloat16}) {
    const Tensor ones = Tensor::ones({70000}, dtype);
    EXPECT_NEAR(norm(ones).item<float>(), 264.6, 1);
    EXPECT_NEAR(norm(ones * 200).item<float>(), 52915, 100);
    EXPECT_NEAR(norm(ones * 200, {.ord = 3}).item<float>(), 8243, 20);
    EXPECT_EQ(norm(ones).dtype(), dtype);
  }
}

}  // namespace
}  // namespace beras::ops
