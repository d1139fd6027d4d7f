#include <beras/ops/unary.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <beras/backend/instruction_set.h>
#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::numeric_limits<double>::quiet_NaN();

struct UnaryCase {
  const char* name;
  Tensor (*function)(const Tensor&);
  double (*truth)(double);
  std::vector<double> points;
};

double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

class UnaryFunctions : public testing::TestWithParam<UnaryCase> {};

const std::vector<double> anywhere = {-2.3, -0.7, 0.2, 1.6};
const std::vector<double> positive = {0.1, 0.6, 1.7, 5.5};
const std::vector<double> within_one = {-0.9, -0.3, 0.2, 0.8};

INSTANTIATE_TEST_SUITE_P(
    All, UnaryFunctions,
    testing::Values(
        UnaryCase{"abs", abs, [](double x) { return std::abs(x); }, anywhere},
        UnaryCase{"negative", negative, [](double x) { return -x; }, anywhere},
        UnaryCase{"sign", sign, sign_of, anywhere},
        UnaryCase{"square", square, [](double x) { return x * x; }, anywhere},
        UnaryCase{"sqrt", sqrt, [](double x) { return std::sqrt(x); }, positive},
        UnaryCase{"rsqrt", rsqrt, [](double x) { return 1 / std::sqrt(x); }, positive},
        UnaryCase{"reciprocal", reciprocal, [](double x) { return 1 / x; }, anywhere},
        UnaryCase{"cbrt", cbrt, [](double x) { return std::cbrt(x); }, anywhere},
        UnaryCase{"exp", exp, [](double x) { return std::exp(x); }, anywhere},
        UnaryCase{"exp2", exp2, [](double x) { return std::pow(2, x); }, anywhere},
        UnaryCase{"expm1", expm1, [](double x) { return std::expm1(x); }, anywhere},
        UnaryCase{"log", log, [](double x) { return std::log(x); }, positive},
        UnaryCase{"log1p", log1p, [](double x) { return std::log1p(x); }, positive},
        UnaryCase{"log2", log2, [](double x) { return std::log(x) / std::log(2.0); }, positive},
        UnaryCase{"log10", log10, [](double x) { return std::log10(x); }, positive},
        UnaryCase{"sin", sin, [](double x) { return std::sin(x); }, anywhere},
        UnaryCase{"cos", cos, [](double x) { return std::cos(x); }, anywhere},
        UnaryCase{"tan", tan, [](double x) { return std::tan(x); }, within_one},
        UnaryCase{"arcsin", arcsin, [](double x) { return std::asin(x); }, within_one},
        UnaryCase{"arccos", arccos, [](double x) { return std::acos(x); }, within_one},
        UnaryCase{"arctan", arctan, [](double x) { return std::atan(x); }, anywhere},
        UnaryCase{"sinh", sinh, [](double x) { return std::sinh(x); }, anywhere},
        UnaryCase{"cosh", cosh, [](double x) { return std::cosh(x); }, anywhere},
        UnaryCase{"tanh", tanh, [](double x) { return std::tanh(x); }, anywhere},
        UnaryCase{"arcsinh", arcsinh, [](double x) { return std::asinh(x); }, anywhere},
        UnaryCase{"arccosh", arccosh, [](double x) { return std::acosh(x); }, {1.2, 2.5, 7}},
        UnaryCase{"arctanh", arctanh, [](double x) { return std::atanh(x); }, within_one},
        UnaryCase{"deg2rad", deg2rad, [](double x) { return x * std::numbers::pi / 180; },
                  anywhere},
        UnaryCase{"rad2deg", rad2deg, [](double x) { return x * 180 / std::numbers::pi; },
                  anywhere},
        UnaryCase{"erf", erf, [](double x) { return std::erf(x); }, anywhere},
        UnaryCase{"erfc", erfc, [](double x) { return std::erfc(x); }, anywhere},
        UnaryCase{"floor", floor, [](double x) { return std::floor(x); }, anywhere},
        UnaryCase{"ceil", ceil, [](double x) { return std::ceil(x); }, anywhere},
        UnaryCase{"trunc", trunc, [](double x) { return std::trunc(x); }, anywhere}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_P(UnaryFunctions, GivesTheTrueValues) {
  const UnaryCase& test = GetParam();
  for (const DType dtype : {DType::float64, DType::float32, DType::bfloat16, DType::float16}) {
    const double tolerance = item_size(dtype) == 8 ? 1e-15 : item_size(dtype) == 4 ? 1e-6 : 1e-2;
    const Tensor x = Tensor(test.points).astype(dtype);
    const Tensor y = test.function(x);
    EXPECT_EQ(y.dtype(), dtype);
    const auto arguments = x.to_vector<double>();
    const auto values = y.to_vector<double>();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double truth = test.truth(arguments[i]);
      EXPECT_NEAR(values[i], truth, tolerance * std::max(1.0, std::abs(truth))) << arguments[i];
    }
  }
}

TEST_P(UnaryFunctions, HasTrueDerivatives) {
  const Function function = [](const Tensors& x) { return GetParam().function(x[0]); };
  const Tensor x(GetParam().points);
  EXPECT_TRUE(first_derivatives_hold(function, {x}));
  EXPECT_TRUE(second_derivatives_hold(function, {x}));
}

TEST(Unary, ErfinvInvertsErf) {
  const Tensor x(std::vector<double>{-3.5, -1.2, -1e-3, 0, 0.4, 2, 5});
  const auto back = erfinv(erf(x)).to_vector<double>();
  const auto truth = x.to_vector<double>();
  for (std::size_t i = 0; i < truth.size(); ++i) {
    // erf(x) is rounded to 2^-53, which erfinv must enlarge by 1/erf'(x).
    const double slope = 1.1283791670955126 * std::exp(-truth[i] * truth[i]);
    EXPECT_NEAR(back[i], truth[i], 1e-14 + 2e-16 / slope);
  }
  EXPECT_EQ(erfinv(Tensor{1., -1.}).to_vector<double>(),
            (std::vector<double>{infinity, -infinity}));
  EXPECT_TRUE(std::isnan(erfinv(Tensor(1.5)).item<double>()));
  const Tensor y(std::vector<double>{-0.9, 0.1, 0.7});
  EXPECT_TRUE(first_derivatives_hold([](const Tensors& t) { return erfinv(t[0]); }, {y}));
  EXPECT_TRUE(second_derivatives_hold([](const Tensors& t) { return erfinv(t[0]); }, {y}));
}

TEST(Unary, TailsOfErfcAreRightInFloat32) {
  const bool has_fused_products = backend::instruction_sets().vectors.starts_with("AVX");
  const double tolerance = has_fused_products ? 1e-6 : 5e-6;
  for (const auto& [begin, end] : {std::pair(-6., 0.), std::pair(0., 9.)}) {
    const Tensor x = linspace(begin, end, 5001);
    const std::vector<double> argument = x.to_vector<double>(), value = erfc(x).to_vector<double>();
    for (std::size_t i = 0; i < value.size(); ++i) {
      const double truth = std::erfc(argument[i]);
      ASSERT_NEAR(value[i], truth, tolerance * truth) << argument[i];
    }
  }
  const auto ends = erfc(Tensor{infinity, -infinity, nan_value}.astype(float32)).to_vector<float>();
  EXPECT_EQ(ends[0], 0);
  EXPECT_EQ(ends[1], 2);
  EXPECT_TRUE(std::isnan(ends[2]));
}

TEST(Unary, RoundsHalvesToEven) {
  const Tensor x(std::vector<double>{-1.5, -0.5, 0.5, 1.5, 2.5, 2.675});
  EXPECT_EQ(round(x).to_vector<double>(), (std::vector<double>{-2, -0., 0, 2, 2, 3}));
  EXPECT_EQ(round(x, 1).to_vector<double>(), (std::vector<double>{-1.5, -0.5, 0.5, 1.5, 2.5, 2.7}));
  EXPECT_EQ(round(Tensor{1234., 1250.}, -2).to_vector<double>(), (std::vector<double>{1200, 1200}));
  const Tensor whole = round(Tensor{1234, 1251}, -2);
  EXPECT_EQ(whole.dtype(), DType::int32);
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{1200, 1300}));
}

TEST(Unary, IntegersStayWholeOrBecomeFloat32) {
  const Tensor x{-3, 0, 2};
  for (const auto function : {abs, negative, sign, square, trunc}) {
    EXPECT_EQ(function(x).dtype(), DType::int32);
  }
  EXPECT_EQ(square(x).to_vector<int>(), (std::vector<int>{9, 0, 4}));
  EXPECT_EQ(sign(x).to_vector<int>(), (std::vector<int>{-1, 0, 1}));
  for (const auto function : {exp, sin, floor, ceil}) {
    EXPECT_EQ(function(x).dtype(), DType::float32);
  }
  EXPECT_EQ(square(Tensor{true, false}).dtype(), DType::int32);
}

TEST(Unary, TheLeastIntegerHasNoOpposite) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const Tensor x(std::vector<std::int64_t>{least});
  EXPECT_EQ(abs(x).item<std::int64_t>(), least);
  EXPECT_EQ(negative(x).item<std::int64_t>(), least);
  EXPECT_EQ(abs(Tensor(-128, DType::int8)).item<int>(), -128);
}

TEST(Unary, TellsSpecialNumbersApart) {
  const Tensor x(std::vector<double>{nan_value, infinity, -infinity, 0, 7});
  const auto bools = [](const Tensor& t) { return t.to_vector<int>(); };
  EXPECT_EQ(bools(isnan(x)), (std::vector<int>{1, 0, 0, 0, 0}));
  EXPECT_EQ(bools(isinf(x)), (std::vector<int>{0, 1, 1, 0, 0}));
  EXPECT_EQ(bools(isfinite(x)), (std::vector<int>{0, 0, 0, 1, 1}));
  EXPECT_EQ(bools(logical_not(x)), (std::vector<int>{0, 0, 0, 1, 0}));
  EXPECT_EQ(isnan(x).dtype(), DType::boolean);
  EXPECT_EQ(bools(isfinite(Tensor{1, 2})), (std::vector<int>{1, 1}));
}

TEST(Unary, NanToNumFillsIn) {
  const Tensor x(std::vector<float>{std::nanf(""), INFINITY, -INFINITY, 2});
  constexpr float largest = std::numeric_limits<float>::max();
  EXPECT_EQ(nan_to_num(x).to_vector<float>(), (std::vector<float>{0, largest, -largest, 2}));
  EXPECT_EQ(nan_to_num(x, 5, 6, 7).to_vector<float>(), (std::vector<float>{5, 6, 7, 2}));
  EXPECT_EQ(nan_to_num(x.astype(DType::float16)).to_vector<float>()[1], 65504);
}

TEST(Unary, SpecialArguments) {
  const auto value = [](Tensor (*function)(const Tensor&), double x) {
    return function(Tensor(x, DType::float32)).item<double>();
  };
  EXPECT_EQ(value(exp, 1000), infinity);
  EXPECT_EQ(value(exp, -1000), 0);
  EXPECT_EQ(value(exp, -infinity), 0);
  EXPECT_EQ(value(log, 0), -infinity);
  EXPECT_TRUE(std::isnan(value(log, -1)));
  EXPECT_EQ(value(log, infinity), infinity);
  EXPECT_EQ(value(log1p, -1), -infinity);
  EXPECT_EQ(value(tanh, 1e30), 1);
  EXPECT_EQ(value(tanh, -infinity), -1);
  EXPECT_EQ(value(sqrt, infinity), infinity);
  EXPECT_TRUE(std::isnan(value(sqrt, -1)));
  for (const auto function :
       {abs, sign, square, sqrt, exp, expm1, log, log1p, sin, tanh, erf, floor}) {
    EXPECT_TRUE(std::isnan(value(function, nan_value)));
  }
}

TEST(Unary, BitwiseNotOfBoolsIsLogical) {
  EXPECT_EQ(bitwise_not(Tensor{true, false}).to_vector<bool>(), (std::vector<bool>{false, true}));
}

TEST(Unary, BitwiseNotRefusesFloats) {
  EXPECT_EQ(bitwise_not(Tensor{0, -1, 5}).to_vector<int>(), (std::vector<int>{-1, 0, -6}));
  EXPECT_EQ(bitwise_not(Tensor(5, DType::uint8)).item<int>(), 250);
  EXPECT_THROW(bitwise_not(Tensor{1.5}), DTypeError);
  EXPECT_THROW(exp(Tensor()), ValueError);
}

TEST(Unary, WorksOnViewsAndNothing) {
  const Tensor x{{1., 4.}, {9., 16.}};
  EXPECT_EQ(sqrt(x.T()).to_vector<double>(), (std::vector<double>{1, 3, 2, 4}));
  EXPECT_EQ(exp(Tensor::zeros({0, 3})).shape(), (Shape{0, 3}));
}

}  // namespace
}  // namespace beras::ops
