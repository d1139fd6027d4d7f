#include <beras/ops/linear.h>

#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::numbers;

Tensor relu_linear(const Tensors& x) { return linear(x[0], x[1], x[2], Epilogue::relu); }

TEST(Linear, AddsTheBiasAndCutsOff) {
  const Tensor x{{1., 2.}, {3., -4.}};
  const Tensor kernel{{1., 0., 1.}, {0., 1., 1.}};
  EXPECT_EQ(to_string(linear(x, kernel)), "[[ 1.  2.  3.]\n [ 3. -4. -1.]]");
  EXPECT_EQ(to_string(linear(x, kernel, Tensor{1., 0., -1.}, Epilogue::relu)),
            "[[2. 2. 2.]\n [4. 0. 0.]]");
}

TEST(Linear, WorksOnTheLastAxisOfAnyRank) {
  const Tensor kernel = numbers({3, 4}, 1);
  EXPECT_EQ(linear(numbers({3}, 2), kernel).shape(), Shape{4});
  EXPECT_EQ(linear(numbers({2, 5, 3}, 2), kernel).shape(), (Shape{2, 5, 4}));
  EXPECT_EQ(linear(Tensor::empty({0, 3}), kernel).shape(), (Shape{0, 4}));
  EXPECT_EQ(to_string(linear(Tensor::empty({1, 0}), Tensor::empty({0, 2}), Tensor{1., 2.})),
            "[[1. 2.]]");
}

TEST(Linear, SaysWhoExpectedWhat) {
  try {
    linear(Tensor::ones({32, 10}), Tensor::ones({784, 2}), {}, Epilogue::none, "Dense");
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dense] expected last axis 784. Received: input of shape (32, 10).");
  }
  EXPECT_THROW(linear(Tensor::ones({2, 3}), Tensor::ones({3})), ShapeError);
  EXPECT_THROW(linear(Tensor::ones({2, 3}), Tensor::ones({3, 2}), Tensor::ones({3})), ShapeError);
}

TEST(Linear, GradientIsExact) {
  for (const Shape& shape : {Shape{3}, Shape{5, 3}, Shape{2, 4, 3}}) {
    const Tensors inputs{numbers(shape, 1), numbers({3, 4}, 2), numbers({4}, 3)};
    const GradientReport report = check_gradients(relu_linear, inputs);
    EXPECT_TRUE(report) << report.message;
  }
  const GradientReport report = check_gradients([](const Tensors& x) { return linear(x[0], x[1]); },
                                                {numbers({5, 3}, 1), numbers({3, 4}, 2)});
  EXPECT_TRUE(report) << report.message;
}

TEST(Linear, SecondDerivativeIsExact) {
  const auto gradient = [](const Tensors& x) {
    GradientTape tape;
    tape.watch(x[1]);
    const Tensor y = relu_linear(x);
    return tape.gradient(y * y, x[1]);
  };
  const GradientReport report =
      check_gradients(gradient, {numbers({5, 3}, 1), numbers({3, 4}, 2), numbers({4}, 3)});
  EXPECT_TRUE(report) << report.message;
}

}  // namespace
}  // namespace beras::ops
