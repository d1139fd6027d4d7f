#include <beras/ops/conv.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/shape.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::expect_near;
using backend::numbers;

template <typename Thrown>
std::string refusal(const Shape& x, const Shape& kernel, const ConvOptions& options = {}) {
  try {
    conv(Tensor::ones(x), Tensor::ones(kernel), options);
  } catch (const Thrown& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Conv, CorrelatesByHand) {
  const Tensor image = Tensor{{1., 2., 3.}, {4., 5., 6.}, {7., 8., 9.}}.reshape({1, 3, 3, 1});
  const Tensor kernel = Tensor{{1., 0.}, {0., -1.}}.reshape({2, 2, 1, 1});
  EXPECT_EQ(conv(image, kernel).to_vector<float>(), (std::vector<float>{-4, -4, -4, -4}));
  // "same" fills up at the bottom and right.
  EXPECT_EQ(conv(image, kernel, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{-4, -4, 3, -4, -4, 6, 7, 8, 9}));
  EXPECT_EQ(conv(image, kernel, {.strides = 2, .padding = "same"}).to_vector<float>(),
            (std::vector<float>{-4, 3, 7, 9}));
  EXPECT_EQ(conv(image, kernel, {.dilation_rate = 2}).to_vector<float>(),
            std::vector<float>{1 - 9});
  EXPECT_EQ(
      conv(image, kernel, {.bias = Tensor{5.}, .epilogue = Epilogue::relu}).to_vector<float>(),
      (std::vector<float>{1, 1, 1, 1}));
}

TEST(Conv, GivesKerasShapes) {
  const auto shape = [](const Shape& x, const Shape& kernel, const ConvOptions& options) {
    return conv(Tensor::ones(x), Tensor::ones(kernel), options).shape();
  };
  EXPECT_EQ(shape({2, 28, 27, 3}, {3, 5, 3, 8}, {}), (Shape{2, 26, 23, 8}));
  EXPECT_EQ(shape({2, 28, 27, 3}, {3, 5, 3, 8}, {.strides = {2, 3}, .padding = "same"}),
            (Shape{2, 14, 9, 8}));
  EXPECT_EQ(shape({2, 28, 27, 4}, {3, 3, 2, 8}, {.dilation_rate = {2, 1}}), (Shape{2, 24, 25, 8}));
  EXPECT_EQ(shape({2, 10, 3}, {4, 3, 5}, {.strides = 3}), (Shape{2, 3, 5}));
  EXPECT_EQ(shape({2, 5, 6, 7, 3}, {2, 2, 2, 3, 4}, {}), (Shape{2, 4, 5, 6, 4}));
  EXPECT_EQ(shape({2, 3, 28, 28}, {3, 3, 3, 8}, {.data_format = "channels_first"}),
            (Shape{2, 8, 26, 26}));
  EXPECT_EQ(shape({0, 28, 28, 3}, {3, 3, 3, 8}, {}), (Shape{0, 26, 26, 8}));
}

TEST(Conv, ChannelsFirstIsTheSameTransposed) {
  const Tensor x = numbers({2, 6, 5, 4}, 1);
  const Tensor kernel = numbers({3, 2, 2, 6}, 2);
  const Tensor first =
      conv(moveaxis(x, -1, 1), kernel, {.padding = "same", .data_format = "channels_first"});
  expect_near(moveaxis(first, 1, -1), conv(x, kernel, {.padding = "same"}), 0);
}

TEST(Conv, EachGroupSeesItsOwnChannels) {
  const Tensor x = Tensor{1., 10., 100., 1000.}.reshape({1, 1, 1, 4});
  const Tensor kernel = Tensor{{1., 1., 2., 2.}, {0., 1., 0., 1.}}.reshape({1, 1, 2, 4});
  EXPECT_EQ(conv(x, kernel).to_vector<float>(), (std::vector<float>{1, 11, 200, 1200}));
}

TEST(Conv, RefusesWhatDoesNotFit) {
  EXPECT_EQ(
      refusal<ShapeError>({2, 8, 8, 3}, {3, 3, 2, 4}, {.who = "Conv2D"}),
      "[Conv2D] expected a number of channels that is a multiple of 2. Received: input of shape "
      "(2, 8, 8, 3) and kernel of shape (3, 3, 2, 4).");
  EXPECT_EQ(refusal<ShapeError>({2, 2, 8, 3}, {3, 3, 3, 4}),
            "[conv] expected at least 3 cells along each spatial axis for a window of (3, 3). "
            "Received: images of (2, 8).");
  EXPECT_NE(refusal<ShapeError>({8, 3}, {3, 4}), "nothing thrown");
  EXPECT_NE(refusal<ShapeError>({2, 8, 8, 3}, {3, 3, 4}), "nothing thrown");
  EXPECT_NE(refusal<ShapeError>({2, 8, 8, 4}, {3, 3, 2, 3}), "nothing thrown");
  EXPECT_NE(refusal<ShapeError>({2, 8, 8, 3}, {3, 3, 3, 4}, {.bias = Tensor::ones({3})}),
            "nothing thrown");
  EXPECT_NE(refusal<ValueError>({2, 8, 8, 3}, {3, 3, 3, 4}, {.strides = 2, .dilation_rate = 2}),
            "nothing thrown");
  EXPECT_NE(refusal<ValueError>({2, 8, 8, 3}, {3, 3, 3, 4}, {.strides = 0}), "nothing thrown");
  EXPECT_NE(refusal<ValueError>({2, 8, 8, 3}, {3, 3, 3, 4}, {.strides = {1, 1, 1}}),
            "nothing thrown");
  EXPECT_EQ(refusal<ValueError>({2, 8, 8, 3}, {3, 3, 3, 4}, {.padding = "sane"}),
            "[conv] expected a known padding. Received: \"sane\". Did you mean \"same\"?");
}

TEST(Conv, GradientIsExact) {
  const auto check = [](const Shape& x, const Shape& kernel, const ConvOptions& options) {
    const GradientReport report = check_gradients(
        [&](const Tensors& inputs) {
          ConvOptions with_bias = options;
          with_bias.bias = inputs[2];
          return conv(inputs[0], inputs[1], with_bias);
        },
        {numbers(x, 1), numbers(kernel, 2), numbers({kernel.back()}, 3)});
    EXPECT_TRUE(report) << report.message;
  };
  check({2, 5, 4, 2}, {3, 2, 2, 3}, {});
  check({2, 5, 4, 2}, {3, 2, 2, 3}, {.strides = 2, .padding = "same", .epilogue = Epilogue::relu});
  check({1, 5, 5, 4}, {2, 2, 2, 4}, {.padding = "same", .dilation_rate = 2});
  check({2, 6, 2}, {3, 2, 2}, {.strides = 2});
  check({1, 2, 5, 4}, {2, 2, 2, 3}, {.data_format = "channels_first"});
}

// Of a size that the CPU has a kernel of its own for: in float64 the same goes by the definition.
TEST(Conv, LargeGradientsInFloat32AreThoseInFloat64) {
  const auto gradients = [](DType dtype) {
    const Tensor x = numbers({3, 12, 14, 32}, 1, dtype);
    const Tensor kernel = numbers({3, 3, 32, 40}, 2, dtype);
    const Tensor bias = numbers({40}, 3, dtype);
    GradientTape tape;
    tape.watch({x, kernel, bias});
    const Tensor y = conv(x, kernel, {.padding = "same", .bias = bias});
    return tape.gradient(y * y, {x, kernel, bias});
  };
  const Tensors fast = gradients(DType::float32);
  const Tensors exact = gradients(DType::float64);
  for (std::size_t i = 0; i < fast.size(); ++i) {
    SCOPED_TRACE(i);
    expect_near(fast[i], exact[i].astype(DType::float32), 2e-4);
  }
}

TEST(Conv, SecondDerivativesAreExact) {
  for (const std::size_t source : {0, 1}) {
    const auto gradient = [&](const Tensors& x) {
      GradientTape tape;
      tape.watch(x[source]);
      const Tensor y = conv(x[0], x[1], {.strides = 2, .padding = "same"});
      return tape.gradient(y * y, x[source]);
    };
    const GradientReport report =
        check_gradients(gradient, {numbers({2, 5, 4, 2}, 1), numbers({3, 2, 2, 3}, 2)});
    EXPECT_TRUE(report) << report.message;
  }
}

TEST(Conv, ComputesNoGradientForData) {
  Tensor images = numbers({2, 5, 5, 1}, 1);
  images.trainable(false);
  const Tensor kernel = numbers({3, 3, 1, 2}, 2);
  GradientTape tape;
  const Tensor y = conv(images, kernel);
  const Tensors gradients = tape.gradient(y, {images, kernel});
  EXPECT_FALSE(gradients[0].defined());
  EXPECT_EQ(gradients[1].shape(), kernel.shape());
}

}  // namespace
}  // namespace beras::ops
