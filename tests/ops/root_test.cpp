#include <beras/ops/linalg.h>
#include <beras/ops/reduce.h>
#include <beras/ops/root_internal.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <beras/core/gradient_tape.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

using Values = std::vector<double>;

Values gradient_at(const Tensor& x, const std::function<Tensor(const Tensor&)>& function) {
  GradientTape tape;
  tape.watch(x);
  return tape.gradient(function(x), x).to_vector<double>();
}

void expect_close(const Values& actual, const Values& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-12);
}

TEST(Root, NormsOfZerosHaveNoGradient) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const DType dtype : {DType::float64, DType::float32, DType::float16, DType::bfloat16}) {
    const Tensor zeros = Tensor::zeros({3}, dtype);
    EXPECT_EQ(gradient_at(zeros, [](const Tensor& x) { return norm(x); }), (Values{0, 0, 0}));
    for (const double p : {0.5, 1., 1.5, 2., 3., infinity, -1., -infinity}) {
      const auto of_order = [p](const Tensor& x) { return norm(x, {.ord = p}); };
      EXPECT_EQ(gradient_at(zeros, of_order), (Values{0, 0, 0})) << p;
    }
  }
}

TEST(Root, ZerosAmongOthersHaveNone) {
  const Tensor x({3., 0., -4.}, DType::float64);
  expect_close(gradient_at(x, [](const Tensor& t) { return norm(t); }), {0.6, 0, -0.8});
  expect_close(gradient_at(x, [](const Tensor& t) { return norm(t, {.ord = 1}); }), {1, 0, -1});
  const double sum = std::sqrt(3.) + std::sqrt(4.);
  expect_close(gradient_at(x, [](const Tensor& t) { return norm(t, {.ord = 0.5}); }),
               {sum / std::sqrt(3.), 0, -sum / 2});
}

TEST(Root, RowsOfZerosDoNotDisturbTheOthers) {
  const Tensor x({{0., 0.}, {3., 4.}}, DType::float64);
  const Values expected{0, 0, 0.6, 0.8};
  expect_close(gradient_at(x, [](const Tensor& t) { return norm(t, {.axis = 1}); }), expected);
  expect_close(gradient_at(x,
                           [](const Tensor& t) {
                             return norm(t, {.ord = "fro", .axis = {0, 1}});
                           }),
               expected);
}

TEST(Root, EqualElementsHaveNoGradientOfTheirDeviation) {
  for (const DType dtype : {DType::float64, DType::float32, DType::float16, DType::bfloat16}) {
    const Tensor equal = Tensor::full({2, 4}, 1.5, dtype);
    const auto deviation = [](const Tensor& x) { return ops::std(x, 1); };
    EXPECT_EQ(gradient_at(equal, deviation), Values(8, 0));
  }
  EXPECT_EQ(gradient_at(Tensor{1., 3.}, [](const Tensor& x) { return ops::std(x); }),
            (Values{-0.5, 0.5}));
}

TEST(Root, SecondDerivativesAreNumbersAtZeroAndRightElsewhere) {
  const Tensor zeros = Tensor::zeros({3}, DType::float64);
  const auto squared_gradient = [](const Tensor& x) {
    GradientTape tape;
    tape.watch(x);
    const Tensor gradient = tape.gradient(norm(x), x);
    return sum(gradient * gradient);
  };
  EXPECT_EQ(gradient_at(zeros, squared_gradient), (Values{0, 0, 0}));
  const Function euclidean = [](const Tensors& x) { return norm(x[0], {.axis = 1}); };
  const Function cubic = [](const Tensors& x) { return norm(x[0], {.ord = 3, .axis = 1}); };
  const Tensor x({{0.5, -1., 2.}, {1., 0.3, -0.7}}, DType::float64);
  EXPECT_TRUE(second_derivatives_hold(euclidean, {x}));
  EXPECT_TRUE(second_derivatives_hold(cubic, {x}));
}

}  // namespace
}  // namespace beras::ops
