#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/linalg.h>
#include <beras/ops/reduce.h>
#include <beras/ops/singular_values_internal.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

using backend::expect_near;
using backend::numbers;

// numpy.linalg.svd of [[1, -2, 3], [4, 5, 6]]
constexpr double greatest = 8.89990492, smallest = 3.43390338;
const Tensor wide_matrix = Tensor({{1, -2, 3}, {4, 5, 6}}, float64);

TEST(SingularValues, AreThoseOfNumPy) {
  for (const Tensor& x : {wide_matrix, wide_matrix.T()}) {
    const Tensor values = singular_values(x);
    ASSERT_EQ(values.shape(), Shape{2});
    EXPECT_NEAR(values.max().item<double>(), greatest, 1e-6);
    EXPECT_NEAR(values.min().item<double>(), smallest, 1e-6);
  }
  const Tensor x = numbers({3, 2, 5, 4}, 1);
  const Tensor values = singular_values(x);
  ASSERT_EQ(values.shape(), (Shape{3, 2, 4}));
  EXPECT_EQ(values.dtype(), x.dtype());
  expect_near(sum(values * values, -1), sum(x * x, {2, 3}), 1e-4);
}

TEST(SingularValues, HoldAtTheEndsOfTheRange) {
  expect_near(singular_values(wide_matrix * 1e200) / 1e200, singular_values(wide_matrix), 1e-12);
  expect_near(singular_values(wide_matrix * 1e-200) * 1e200, singular_values(wide_matrix), 1e-12);
  EXPECT_EQ(singular_values(Tensor::zeros({3, 2})).max().item<float>(), 0);
  EXPECT_EQ(singular_values(Tensor::zeros({4, 0, 2})).shape(), (Shape{4, 0}));
  const Tensor nan({{1., std::nan("")}, {0., 1.}});
  EXPECT_TRUE(std::isnan(singular_values(nan).max().item<float>()));
}

TEST(SpectralNorm, IsMadeOfSingularValues) {
  EXPECT_NEAR(norm(wide_matrix, {.ord = 2}).item<double>(), greatest, 1e-6);
  EXPECT_NEAR(norm(wide_matrix, {.ord = -2}).item<double>(), smallest, 1e-6);
  EXPECT_NEAR(norm(wide_matrix, {.ord = "nuc"}).item<double>(), greatest + smallest, 1e-6);
  const Tensor x = numbers({3, 2, 4}, 1);
  EXPECT_EQ(norm(x, {.ord = 2, .axis = {0, 2}}).shape(), Shape{2});
  EXPECT_EQ(norm(x, {.ord = 2, .axis = {2, 0}, .keepdims = true}).shape(), (Shape{1, 2, 1}));
}

TEST(SpectralNorm, GradientsAreExact) {
  for (const NormOrder& ord : {NormOrder(2), NormOrder(-2), NormOrder("nuc")}) {
    for (const Shape& shape : {Shape{2, 3, 4}, Shape{2, 4, 3}, Shape{2, 3, 3}}) {
      const auto f = [&](const Tensors& x) { return norm(x[0], {.ord = ord, .axis = {1, 2}}); };
      EXPECT_TRUE(first_derivatives_hold(f, {numbers(shape, 1)}));
    }
  }
}

TEST(SpectralNorm, GradientOfARankThatLacksLeavesOutWhatIsZero) {
  const Tensor x({{3., 0.}, {0., 0.}});
  const auto gradient = [&](const NormOrder& ord) {
    GradientTape tape;
    return tape.gradient(norm(x, {.ord = ord}), x);
  };
  EXPECT_EQ(to_string(gradient("nuc")), "[[1. 0.]\n [0. 0.]]");
  EXPECT_EQ(to_string(gradient(2)), "[[1. 0.]\n [0. 0.]]");
  EXPECT_EQ(to_string(gradient(-2)), "[[0. 0.]\n [0. 0.]]");
}

TEST(SpectralNorm, RefusesASecondDerivative) {
  const Tensor x = numbers({3, 2}, 1);
  GradientTape outer;
  Tensor first;
  {
    GradientTape inner;
    first = inner.gradient(norm(x, {.ord = "nuc"}), x);
  }
  EXPECT_THROW(outer.gradient(first, x), ValueError);
}

}  // namespace
}  // namespace beras::ops
