#include <beras/activations/functions.h>
#include <beras/activations/get.h>
#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <gtest/gtest.h>
#include <tests/golden.h>

#include <cmath>

namespace beras::activations {
namespace {

const std::vector<const char*> names = {
    "celu",        "elu",       "exponential", "gelu",     "hard_shrink", "hard_sigmoid",
    "hard_silu",   "hard_tanh", "leaky_relu",  "linear",   "log_sigmoid", "log_softmax",
    "mish",        "relu",      "relu6",       "selu",     "sigmoid",     "silu",
    "soft_shrink", "softmax",   "softplus",    "softsign", "sparse_plus", "sparse_sigmoid",
    "squareplus",  "tanh",      "tanh_shrink"};

TEST(Activations, AgreeWithKeras) {
  const golden::Json expected = golden::load("activations");
  const Tensor x = golden::tensor(expected.at("x"));
  for (const char* name : names) {
    const Tensor y = golden::tensor(expected.at("y").at(name)).reshape(x.shape());
    EXPECT_TRUE(golden::near(get(name)(x), y, 2e-6)) << name;
  }
}

TEST(Activations, GradientsAreExact) {
  const Tensor x({{-4.1, -2.3, -0.77, -0.31}, {0.42, 0.81, 1.7, 6.5}}, DType::float64);
  for (const char* name : names) {
    const Function function = get(name);
    const auto report =
        check_gradients([&](const Tensors& inputs) { return function(inputs[0]); }, {x});
    EXPECT_TRUE(report) << name << ": " << report.message;
  }
}

TEST(Activations, KeepShapeAndDtype) {
  for (const char* name : names) {
    for (DType dtype : {DType::float32, DType::float64, DType::bfloat16}) {
      const Tensor y = get(name)(Tensor::ones({2, 3}, dtype));
      EXPECT_EQ(to_string(y.shape()), "(2, 3)") << name;
      EXPECT_EQ(y.dtype(), dtype) << name;
    }
    EXPECT_EQ(to_string(get(name)(Tensor::ones({0, 3})).shape()), "(0, 3)") << name;
  }
}

TEST(Activations, TakeParameters) {
  const Tensor x{-2.0, -0.25, 0.25, 3.0};
  const auto expect = [&](const Tensor& y, const Tensor& expected) {
    EXPECT_TRUE(golden::near(y, expected));
  };
  expect(leaky_relu(x, 0.5), Tensor{-1.0, -0.125, 0.25, 3.0});
  expect(elu(x, 2), Tensor{2 * std::expm1(-2.0), 2 * std::expm1(-0.25), 0.25, 3.0});
  expect(celu(x, 2), Tensor{2 * std::expm1(-1.0), 2 * std::expm1(-0.125), 0.25, 3.0});
  expect(hard_shrink(x, 2.5), Tensor{0.0, 0.0, 0.0, 3.0});
  expect(soft_shrink(x, 1), Tensor{-1.0, 0.0, 0.0, 2.0});
  expect(squareplus(x, 0), Tensor{0.0, 0.0, 0.25, 3.0});
  expect(gelu(Tensor{1.0}, true), Tensor{0.841192});
  expect(gelu(Tensor{1.0}, false), Tensor{0.841345});
  expect(softmax(Tensor{{1., 5.}, {1., 5.}}, 0), Tensor{{.5, .5}, {.5, .5}});
  expect(log_softmax(Tensor{{1., 5.}, {1., 5.}}, 0),
         Tensor{{-std::log(2.), -std::log(2.)}, {-std::log(2.), -std::log(2.)}});
}

TEST(Activations, ReluTakesSlopeMaximumAndThreshold) {
  const Tensor x{-2.0, 0.5, 1.0, 1.5, 7.0};
  EXPECT_TRUE(golden::near(relu(x, {.negative_slope = 0.5}), Tensor{-1.0, 0.5, 1.0, 1.5, 7.0}));
  EXPECT_TRUE(golden::near(relu(x, {.max_value = 1.25}), Tensor{0.0, 0.5, 1.0, 1.25, 1.25}));
  EXPECT_TRUE(golden::near(relu(x, {.negative_slope = 0.5, .max_value = 6, .threshold = 1}),
                           Tensor{-1.5, -0.25, 0.0, 1.5, 6.0}));
  const auto report = check_gradients(
      [](const Tensors& inputs) {
        return relu(inputs[0], {.negative_slope = 0.5, .max_value = 6, .threshold = 1.1});
      },
      {x});
  EXPECT_TRUE(report) << report.message;
}

TEST(Activations, StayFiniteFarOut) {
  const Tensor x{-1e4, -100.0, 100.0, 1e4};
  for (const char* name : names) {
    if (std::string(name) == "exponential") continue;
    for (double value : get(name)(x).to_vector<double>()) EXPECT_TRUE(std::isfinite(value)) << name;
  }
}

}  // namespace
}  // namespace beras::activations
