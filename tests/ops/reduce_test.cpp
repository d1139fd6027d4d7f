#include <beras/ops/reduce.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/join.h>
#include <beras/ops/scan.h>
#include <beras/tensor/operators.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

using Reduction = Tensor (*)(const Tensor&, const Axes&, bool);

std::vector<float> values(const Tensor& x) { return x.to_vector<float>(); }

TEST(Reduce, WorksAlongAnyAxes) {
  const Tensor x{{1., 2., 3.}, {4., 5., 6.}};
  EXPECT_EQ(sum(x).item<float>(), 21);
  EXPECT_EQ(sum(x).shape(), Shape());
  EXPECT_EQ(values(sum(x, 0)), (std::vector<float>{5, 7, 9}));
  EXPECT_EQ(values(sum(x, -1)), (std::vector<float>{6, 15}));
  EXPECT_EQ(sum(x, 1, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(sum(x, {0, 1}, true).shape(), (Shape{1, 1}));
  EXPECT_EQ(values(mean(x, 0)), (std::vector<float>{2.5, 3.5, 4.5}));
  EXPECT_EQ(values(prod(x, 1)), (std::vector<float>{6, 120}));
  EXPECT_EQ(values(max(x, 0)), (std::vector<float>{4, 5, 6}));
  EXPECT_EQ(values(min(x, 1)), (std::vector<float>{1, 4}));
  EXPECT_EQ(values(sum(x.T(), 0)), (std::vector<float>{6, 15}));
  EXPECT_EQ(sum(Tensor(5.)).item<float>(), 5);
  EXPECT_EQ(values(x.sum(0)), values(sum(x, 0)));
  EXPECT_EQ(x.mean().item<float>(), 3.5);
  EXPECT_EQ(x.max({1}, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(x.min().item<float>(), 1);
  const Tensor cube = Tensor::ones({2, 3, 4});
  EXPECT_EQ(sum(cube, {0, 2}).shape(), (Shape{3}));
  EXPECT_EQ(values(sum(cube, {0, 2})), (std::vector<float>{8, 8, 8}));
}

TEST(Reduce, RefusesWrongAxes) {
  const Tensor x = Tensor::zeros({2, 3});
  EXPECT_THROW(sum(x, 2), IndexError);
  EXPECT_THROW(sum(x, -3), IndexError);
  EXPECT_THROW(sum(x, {0, -2}), ValueError);
  EXPECT_THROW(argmax(x, 2), IndexError);
}

TEST(Reduce, ReducesNothing) {
  const Tensor x = Tensor::zeros({0, 3});
  EXPECT_EQ(values(sum(x, 0)), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(values(prod(x, 0)), (std::vector<float>{1, 1, 1}));
  EXPECT_TRUE(std::isnan(mean(x).item<float>()));
  EXPECT_FALSE(any(x).item<bool>());
  EXPECT_TRUE(all(x).item<bool>());
  EXPECT_EQ(max(x, 1).shape(), (Shape{0}));
  EXPECT_THROW(max(x, 0), ValueError);
  EXPECT_THROW(min(x), ValueError);
  EXPECT_THROW(argmax(x, 0), ValueError);
}

TEST(Reduce, ChoosesDtypesAsKeras) {
  EXPECT_EQ(sum(Tensor{1, 2}).dtype(), DType::int32);
  EXPECT_EQ(sum(Tensor{true, true}).dtype(), DType::int32);
  EXPECT_EQ(sum(Tensor{true, true}).item<int>(), 2);
  EXPECT_EQ(sum(Tensor({200, 100}, DType::uint8)).item<int>(), 300);
  EXPECT_EQ(prod(Tensor({1, 2}, DType::int64)).dtype(), DType::int64);
  EXPECT_EQ(mean(Tensor{1, 2}).dtype(), DType::float32);
  EXPECT_EQ(mean(Tensor{1, 2}).item<float>(), 1.5);
  EXPECT_EQ(max(Tensor({1, 2}, DType::uint8)).dtype(), DType::uint8);
  EXPECT_EQ(max(Tensor{true, false}).item<bool>(), true);
  EXPECT_EQ(sum(Tensor::ones({2}, DType::float16)).dtype(), DType::float16);
  EXPECT_EQ(any(Tensor{0., 2.}).dtype(), DType::boolean);
  EXPECT_TRUE(any(Tensor{0., 2.}).item<bool>());
  EXPECT_FALSE(all(Tensor{0., 2.}).item<bool>());
  EXPECT_EQ(count_nonzero(Tensor{{0., 2.}, {1., NAN}}, 1).to_vector<int>(),
            (std::vector<int>{1, 2}));
}

TEST(Reduce, SumsExactlyEnough) {
  EXPECT_EQ(sum(Tensor::full({1 << 20}, 0.1)).item<float>(), 104857.6f);
  EXPECT_EQ(mean(Tensor::full({100000}, 1000, DType::float16)).item<float>(), 1000);
  EXPECT_EQ(sum(Tensor::full({3000}, 1, DType::bfloat16)).item<float>(),
            3008);  // 3000 rounded once
  EXPECT_EQ(var(Tensor({300., 301., 302.}, DType::float16)).dtype(), DType::float16);
}

TEST(Reduce, IntegersWrapAround) {
  const Tensor x(std::vector<std::int32_t>{2147483647, 1});
  EXPECT_EQ(sum(x).item<std::int32_t>(), -2147483648);
  const Tensor wide(std::vector<std::int64_t>{INT64_MAX, 1});
  EXPECT_EQ(sum(wide).item<std::int64_t>(), INT64_MIN);
}

TEST(Reduce, ExtremesPassNanOn) {
  const Tensor x(std::vector<float>{1, NAN, 3});
  EXPECT_TRUE(std::isnan(max(x).item<float>()));
  EXPECT_TRUE(std::isnan(min(x).item<float>()));
  EXPECT_EQ(argmax(x).item<int>(), 1);
  EXPECT_EQ(argmin(x).item<int>(), 1);
  EXPECT_EQ(max(Tensor(std::vector<float>{-INFINITY, -INFINITY})).item<float>(), -INFINITY);
}

TEST(Reduce, ExtremesStartFromAnInitialOne) {
  const Tensor x{{1, 5}, {3, 2}};
  EXPECT_EQ(max(x, {}, false, 4).item<int>(), 5);
  EXPECT_EQ(max(x, 0, false, 4).to_vector<int>(), (std::vector<int>{4, 5}));
  EXPECT_EQ(min(x, 1, true, 2).shape(), (Shape{2, 1}));
  EXPECT_EQ(min(x, 1, true, 2).to_vector<int>(), (std::vector<int>{1, 2}));
  EXPECT_EQ(max(Tensor::zeros({0, 2}), 0, false, -1.5).to_vector<float>(),
            (std::vector<float>{-1.5, -1.5}));
  EXPECT_EQ(min(Tensor::zeros({0}), {}, true, 7).shape(), (Shape{1}));
  EXPECT_THROW(max(x, 2, false, 4), IndexError);
}

TEST(Reduce, FindsTheFirstExtreme) {
  const Tensor x{{3., 7., 7.}, {5., 1., 1.}};
  EXPECT_EQ(argmax(x).item<int>(), 1);
  EXPECT_EQ(argmin(x).item<int>(), 4);
  EXPECT_EQ(argmax(x, 1).to_vector<int>(), (std::vector<int>{1, 0}));
  EXPECT_EQ(argmin(x, 0).to_vector<int>(), (std::vector<int>{0, 1, 1}));
  EXPECT_EQ(argmax(x, -1, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(argmax(x).dtype(), DType::int32);
}

TEST(Reduce, SpreadIsThePopulations) {
  const Tensor x{{1., 2., 3., 6.}, {2., 2., 2., 2.}};
  EXPECT_EQ(values(var(x, 1)), (std::vector<float>{3.5, 0}));
  EXPECT_FLOAT_EQ(std(x, 1).to_vector<float>()[0], std::sqrt(3.5f));
  EXPECT_EQ(var(x, 1, true).shape(), (Shape{2, 1}));
  EXPECT_EQ(var(Tensor{1, 2}).item<float>(), 0.25);
}

TEST(Reduce, LogsumexpDoesNotOverflow) {
  const Tensor x(std::vector<float>{1000, 1000});
  EXPECT_FLOAT_EQ(logsumexp(x).item<float>(), 1000 + std::log(2.f));
  EXPECT_EQ(logsumexp(Tensor::empty({0})).item<float>(), -INFINITY);
  EXPECT_EQ(logsumexp(Tensor::empty({2, 0}), -1, true).to_vector<float>(),
            (std::vector<float>{-INFINITY, -INFINITY}));
  EXPECT_EQ(logsumexp(Tensor(std::vector<float>{-INFINITY, -INFINITY})).item<float>(), -INFINITY);
  EXPECT_EQ(logsumexp(Tensor(std::vector<float>{0, INFINITY})).item<float>(), INFINITY);
  EXPECT_EQ(logsumexp(Tensor{{1, 2}, {3, 4}}, 1, true).shape(), (Shape{2, 1}));
}

struct ReduceCase {
  const char* name;
  Reduction function;
};

class DifferentiableReduction : public testing::TestWithParam<ReduceCase> {};

INSTANTIATE_TEST_SUITE_P(All, DifferentiableReduction,
                         testing::Values(ReduceCase{"sum", sum}, ReduceCase{"mean", mean},
                                         ReduceCase{"prod", prod}, ReduceCase{"max", max},
                                         ReduceCase{"min", min}, ReduceCase{"var", var},
                                         ReduceCase{"std", std},
                                         ReduceCase{"logsumexp", logsumexp}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(DifferentiableReduction, HasTrueDerivatives) {
  const Tensor x{{{0.3, -1.2}, {2.1, 0.8}, {-0.4, 1.7}}, {{1.1, 0.6}, {-2.2, 0.9}, {0.5, -0.7}}};
  for (const auto& [axes, keepdims] : std::vector<std::pair<Axes, bool>>{{Axes(), false},
                                                                         {Axes(0), false},
                                                                         {Axes(1), true},
                                                                         {Axes{0, 2}, false},
                                                                         {Axes(), true}}) {
    const Function function = [&, along = axes, keep = keepdims](const Tensors& t) {
      return GetParam().function(t[0], along, keep);
    };
    EXPECT_TRUE(first_derivatives_hold(function, {x}));
    EXPECT_TRUE(second_derivatives_hold(function, {x}));
  }
}

TEST(Reduce, ProductsHaveGradientsAtZero) {
  const auto gradient = [](const Tensor& x) {
    GradientTape tape;
    return tape.gradient(prod(x, 1), x).to_vector<float>();
  };
  EXPECT_EQ(gradient(Tensor{{2., 0., 3.}, {2., 4., 5.}}), (std::vector<float>{0, 6, 0, 20, 10, 8}));
  EXPECT_EQ(gradient(Tensor{{0., 0., 3.}}), (std::vector<float>{0, 0, 0}));
}

TEST(Reduce, EqualExtremesShareTheGradient) {
  const Tensor x{{2., 5., 5.}, {1., 0., 4.}};
  GradientTape tape;
  EXPECT_EQ(tape.gradient(max(x, 1), x).to_vector<float>(),
            (std::vector<float>{0, 0.5, 0.5, 0, 0, 1}));
}

TEST(Reduce, GradientsCanBeWrittenTo) {
  const Tensor x{2., 5.};
  GradientTape tape;
  Tensor gradient = tape.gradient(sum(x), x);
  gradient *= 3;
  EXPECT_EQ(gradient.to_vector<float>(), (std::vector<float>{3, 3}));
}

TEST(Reduce, PositionsHaveNoGradient) {
  const Tensor x{2., 5.};
  GradientTape tape;
  const Tensor y = x * argmax(x);
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (std::vector<float>{1, 1}));
}

/// So many ones that float16 holds no count of them.
Tensor many_ones(DType dtype) { return Tensor::ones({70000}, dtype); }

Tensor gradient_of(const Tensor& x, const std::function<Tensor(const Tensor&)>& function) {
  GradientTape tape;
  tape.watch(x);
  return tape.gradient(function(x), x);
}

TEST(Halves, AreCountedAndAddedInFloat32) {
  for (const DType dtype : {DType::float16, DType::bfloat16}) {
    const Tensor ones = many_ones(dtype);
    EXPECT_EQ(mean(ones).item<float>(), 1);
    EXPECT_EQ(var(ones).item<float>(), 0);
    EXPECT_EQ(ops::std(ones * 3).item<float>(), 0);
    EXPECT_NEAR(logsumexp(ones).item<float>(), 1 + std::log(70000.), 0.05);
    const Tensor spread = concatenate({ones * 500, ones * -500});  // whose variance is 250,000
    EXPECT_NEAR(ops::std(spread).item<float>(), 500, 1);
    EXPECT_EQ(logsumexp(ones).dtype(), dtype);
    EXPECT_EQ(ops::std(ones).dtype(), dtype);
  }
}

TEST(Halves, ShareGradientsInFloat32) {
  for (const DType dtype : {DType::float16, DType::bfloat16}) {
    const Tensor ones = many_ones(dtype);
    for (const auto& function : {+[](const Tensor& x) { return max(x) * 30000; },
                                 +[](const Tensor& x) { return min(x) * 30000; },
                                 +[](const Tensor& x) { return mean(x) * 30000; },
                                 +[](const Tensor& x) { return logsumexp(x) * 30000; }}) {
      const Tensor gradient = gradient_of(ones, function);
      EXPECT_EQ(gradient.dtype(), dtype);
      EXPECT_NEAR(gradient[0].item<float>(), 3. / 7, 3e-3);
      EXPECT_NEAR(gradient[-1].item<float>(), 3. / 7, 3e-3);
    }
    const Tensor small = Tensor{1e-4, 1e-4, 1.}.astype(dtype);
    const Tensor factors = gradient_of(small, [](const Tensor& x) { return prod(x); });
    EXPECT_NEAR(factors[0].item<float>(), 1e-4, 1e-6);
  }
}

TEST(Reductions, OfBytesHoldWhatTheyMayAmountTo) {
  // Without rows nothing is computed: there are dtypes all the same.
  const auto sum_dtype = [](std::int64_t length, DType dtype) {
    return sum(Tensor::empty({0, length}, dtype), 1).dtype();
  };
  EXPECT_EQ(sum_dtype(2147483647, DType::boolean), DType::int32);
  EXPECT_EQ(sum_dtype(2147483648, DType::boolean), DType::int64);
  EXPECT_EQ(sum_dtype(16777215, DType::int8), DType::int32);
  EXPECT_EQ(sum_dtype(16777216, DType::int8), DType::int64);
  EXPECT_EQ(sum_dtype(8421504, DType::uint8), DType::int32);
  EXPECT_EQ(sum_dtype(8421505, DType::uint8), DType::int64);
  EXPECT_EQ(count_nonzero(Tensor::empty({0, 2147483648}, DType::float32), 1).dtype(), DType::int64);
  EXPECT_EQ(cumsum(Tensor::empty({0, 8421505}, DType::uint8), 1).dtype(), DType::int64);
  const Tensor full = Tensor::full({1 << 24}, 255, DType::uint8);
  EXPECT_EQ(sum(full).item<std::int64_t>(), 255ll << 24);
  EXPECT_EQ(cumsum(full)[-1].item<std::int64_t>(), 255ll << 24);
}

TEST(Reductions, PositionsHoldTheLengthOfTheAxis) {
  for (const std::int64_t length : {std::int64_t{1} << 31, (std::int64_t{1} << 31) + 1}) {
    const DType expected = length > std::int64_t{1} << 31 ? DType::int64 : DType::int32;
    const Tensor x = Tensor::empty({0, length}, DType::uint8);
    EXPECT_EQ(argmax(x, 1).dtype(), expected);
    EXPECT_EQ(argmin(x, 1).dtype(), expected);
  }
}

}  // namespace
}  // namespace beras::ops
