#include <beras/ops/activation.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

struct Case {
  const char* name;
  Tensor (*function)(const Tensor&);
};

class Activations : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    All, Activations,
    testing::Values(Case{"relu", relu}, Case{"relu6", relu6},
                    Case{"leaky_relu", [](const Tensor& x) { return leaky_relu(x); }},
                    Case{"elu", [](const Tensor& x) { return elu(x); }}, Case{"selu", selu},
                    Case{"celu", [](const Tensor& x) { return celu(x); }},
                    Case{"gelu", [](const Tensor& x) { return gelu(x, false); }},
                    Case{"silu", silu}, Case{"mish", mish}, Case{"sigmoid", sigmoid},
                    Case{"hard_sigmoid", hard_sigmoid}, Case{"hard_silu", hard_silu},
                    Case{"hard_tanh", hard_tanh}, Case{"softplus", softplus},
                    Case{"softsign", softsign}, Case{"log_sigmoid", log_sigmoid},
                    Case{"hard_shrink", [](const Tensor& x) { return hard_shrink(x); }},
                    Case{"soft_shrink", [](const Tensor& x) { return soft_shrink(x); }},
                    Case{"tanh_shrink", tanh_shrink}, Case{"sparse_plus", sparse_plus},
                    Case{"sparse_sigmoid", sparse_sigmoid},
                    Case{"squareplus", [](const Tensor& x) { return squareplus(x); }}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_P(Activations, GivesWhatKerasGives) {
  const golden::Json file = golden::load("activations");
  const Tensor x = golden::tensor(file["x"]);
  EXPECT_TRUE(
      golden::near(GetParam().function(x), golden::tensor(file["y"][GetParam().name]), 2e-7));
}

TEST_P(Activations, HasTrueDerivatives) {
  const Function function = [](const Tensors& x) { return GetParam().function(x[0]); };
  const Tensor x(std::vector<double>{-4.2, -2.6, -0.8, -0.3, 0.2, 0.7, 1.9, 2.8, 6.4});
  EXPECT_TRUE(first_derivatives_hold(function, {x}));
  EXPECT_TRUE(second_derivatives_hold(function, {x}));
}

TEST_P(Activations, StaysFiniteFarOut) {
  for (const DType dtype : {DType::float32, DType::float64}) {
    const double far = dtype == DType::float32 ? 1e30 : 1e300;
    const Tensor x = Tensor(std::vector<double>{-far, -200, 200, far}).astype(dtype);
    GradientTape tape;
    const Tensor y = GetParam().function(x);
    for (const double value : y.to_vector<double>()) EXPECT_FALSE(std::isnan(value));
    const Tensor slope = tape.gradient(y, x);
    for (const double value : slope.to_vector<double>()) EXPECT_TRUE(std::isfinite(value));
  }
}

TEST_P(Activations, PassesNanOn) {
  EXPECT_TRUE(std::isnan(GetParam().function(Tensor(NAN)).item<double>()));
}

TEST(Activation, ParametersChangeTheShape) {
  const Tensor x(std::vector<double>{-2, 3});
  const auto values = [](const Tensor& t) { return t.to_vector<double>(); };
  EXPECT_EQ(values(leaky_relu(x, 0.5)), (std::vector<double>{-1, 3}));
  EXPECT_EQ(values(elu(x, 2)), (std::vector<double>{2 * std::expm1(-2), 3}));
  EXPECT_EQ(values(celu(x, 2)), (std::vector<double>{2 * std::expm1(-1), 3}));
  EXPECT_EQ(values(threshold(x, 0.5, -7)), (std::vector<double>{-7, 3}));
  EXPECT_EQ(values(hard_shrink(x, 2.5)), (std::vector<double>{0, 3}));
  EXPECT_EQ(values(soft_shrink(x, 1)), (std::vector<double>{-1, 2}));
  EXPECT_THROW(celu(x, 0), ValueError);
  const Tensor y(std::vector<double>{-2.1, -0.4, 0.3, 1.2});
  for (const auto& function :
       std::vector<Function>{[](const Tensors& t) { return leaky_relu(t[0], 0.5); },
                             [](const Tensors& t) { return elu(t[0], 2); },
                             [](const Tensors& t) { return celu(t[0], 2); },
                             [](const Tensors& t) { return threshold(t[0], 0.5, -7); },
                             [](const Tensors& t) { return squareplus(t[0], 1); }}) {
    EXPECT_TRUE(first_derivatives_hold(function, {y}));
    EXPECT_TRUE(second_derivatives_hold(function, {y}));
  }
}

TEST(Activation, ApproximateGeluIsTheDefault) {
  const Tensor x(std::vector<double>{-3, -1, 0.5, 2});
  const auto values = gelu(x).to_vector<double>();
  const auto points = x.to_vector<double>();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double u = std::sqrt(2 / M_PI) * (points[i] + 0.044715 * std::pow(points[i], 3));
    EXPECT_NEAR(values[i], 0.5 * points[i] * (1 + std::tanh(u)), 1e-15);
  }
  EXPECT_TRUE(first_derivatives_hold([](const Tensors& t) { return gelu(t[0]); }, {x}));
  EXPECT_TRUE(second_derivatives_hold([](const Tensors& t) { return gelu(t[0]); }, {x}));
  GradientTape tape;
  const Tensor far(std::vector<float>{-1e30f, 1e30f});
  EXPECT_EQ(tape.gradient(gelu(far), far).to_vector<float>(), (std::vector<float>{0, 1}));
}

TEST(Activation, DerivativesAtTheKinks) {
  const auto slope = [](Tensor (*function)(const Tensor&), double at) {
    const Tensor x(at, DType::float32);
    GradientTape tape;
    return tape.gradient(function(x), x).item<double>();
  };
  EXPECT_EQ(slope(relu, 0), 0);
  EXPECT_EQ(slope(relu6, 6), 0);
  EXPECT_FLOAT_EQ(slope([](const Tensor& x) { return leaky_relu(x, 0.3); }, 0), 0.3f);
}

TEST(Activation, ReluKeepsIntegers) {
  const Tensor y = relu(Tensor{-3, 4});
  EXPECT_EQ(y.dtype(), DType::int32);
  EXPECT_EQ(y.to_vector<int>(), (std::vector<int>{0, 4}));
}

struct Limit {
  const char* name;
  Tensor (*function)(const Tensor&);
  double (*first)(double);  // the derivatives, in float64 without cancellation
  double (*second)(double);
};

double s(double x) { return 1 / (1 + std::exp(-x)); }
double below(double x) { return x > 0 ? 0 : std::exp(x); }

class Limits : public testing::TestWithParam<Limit> {};

INSTANTIATE_TEST_SUITE_P(
    All, Limits,
    testing::Values(
        Limit{"softplus", softplus, s, [](double x) { return s(x) * s(-x); }},
        Limit{"log_sigmoid", log_sigmoid, [](double x) { return s(-x); },
              [](double x) { return -s(x) * s(-x); }},
        Limit{"sigmoid", sigmoid, [](double x) { return s(x) * s(-x); },
              [](double x) { return s(x) * s(-x) * (s(-x) - s(x)); }},
        Limit{"tanh", tanh, [](double x) { return 4 * s(2 * x) * s(-2 * x); },
              [](double x) { return -8 * std::tanh(x) * s(2 * x) * s(-2 * x); }},
        Limit{"silu", silu, [](double x) { return s(x) * (1 + x * s(-x)); },
              [](double x) { return s(x) * s(-x) * (2 + x * (s(-x) - s(x))); }},
        Limit{"softsign", softsign, [](double x) { return std::pow(1 + std::abs(x), -2); },
              [](double x) { return -2 * (x > 0 ? 1 : -1) * std::pow(1 + std::abs(x), -3); }},
        Limit{"elu", [](const Tensor& x) { return elu(x); },
              [](double x) { return x > 0 ? 1 : std::exp(x); }, below},
        Limit{"celu", [](const Tensor& x) { return celu(x); },
              [](double x) { return x > 0 ? 1 : std::exp(x); }, below},
        Limit{"selu", selu, [](double x) { return x > 0 ? 1.05070099 : 1.75809934 * std::exp(x); },
              [](double x) { return 1.75809934 * below(x); }},
        Limit{"expm1", expm1, [](double x) { return std::exp(x); },
              [](double x) { return std::exp(x); }}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_P(Limits, AreReachedByBothDerivativesWithoutCancellation) {
  const Tensor x = Tensor{-60., -20., -9., -1.5, 1.5, 9., 20., 60.}.astype(DType::float32);
  GradientTape outer;
  outer.watch(x);
  GradientTape inner;
  inner.watch(x);
  const Tensor y = GetParam().function(x);
  const Tensor first = inner.gradient(y, x), second = outer.gradient(first, x);
  for (std::int64_t i = 0; i < x.size(); ++i) {
    const auto at = x[i].item<double>();
    const double once = GetParam().first(at), twice = GetParam().second(at);
    EXPECT_NEAR(first[i].item<double>(), once, 2e-6 * std::abs(once) + 1e-37) << "at " << at;
    // The subtractions that are left lose a little where the second derivative is near its zeros.
    EXPECT_NEAR(second[i].item<double>(), twice, 2e-5 * std::abs(twice) + 1e-37) << "at " << at;
  }
}

TEST(Limits, SecondDerivativesAreNumbersFarOut) {
  const Tensor x = Tensor{-1e30, -1e20, -1e4, 1e4, 1e20, 1e30}.astype(DType::float32);
  for (const auto& function :
       {sigmoid, silu, softplus, softsign, mish, log_sigmoid, tanh, tanh_shrink,
        +[](const Tensor& t) { return gelu(t, true); },
        +[](const Tensor& t) { return gelu(t, false); }, +[](const Tensor& t) { return elu(t); },
        +[](const Tensor& t) { return celu(t); }, selu}) {
    GradientTape outer;
    outer.watch(x);
    GradientTape inner;
    inner.watch(x);
    const Tensor first = inner.gradient(function(x), x);
    for (const double value : outer.gradient(first, x).to_vector<double>()) {
      EXPECT_NEAR(value, 0, 1e-11);
    }
  }
}

}  // namespace
}  // namespace beras::ops
