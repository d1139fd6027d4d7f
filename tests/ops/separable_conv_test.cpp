#include <beras/ops/separable_conv.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>

namespace beras::ops {
namespace {

using Floats = std::vector<float>;

TEST(DepthwiseConv, HasFiltersForEachChannel) {
  const Tensor x = Tensor{1.0, 10.0, 2.0, 20.0, 3.0, 30.0}.reshape({1, 3, 2});
  // Taps of 1 and 1 for the first channel, of 1 and 2 for the second; and their negatives.
  const Tensor kernel = Tensor{1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 2.0, -2.0}.reshape({2, 2, 2});
  const Tensor y = depthwise_conv(x, kernel);
  EXPECT_EQ(y.shape(), (Shape{1, 2, 4}));
  EXPECT_EQ(y.to_vector<float>(), (Floats{3, -3, 50, -50, 5, -5, 80, -80}));
  EXPECT_EQ(depthwise_conv(x, kernel, {.padding = "same"}).shape(), (Shape{1, 3, 4}));
  EXPECT_THROW(depthwise_conv(x, Tensor::ones({2})), ShapeError);
}

TEST(SeparableConv, JoinsTheChannelsOfEachCell) {
  const Tensor x = Tensor{1.0, 10.0, 2.0, 20.0}.reshape({1, 2, 2});
  const Tensor pointwise = Tensor{1.0, 0.5}.reshape({1, 2, 1});
  const Tensor y = separable_conv(x, Tensor::ones({1, 2, 1}), pointwise, {.bias = Tensor{1.0}});
  EXPECT_EQ(y.shape(), (Shape{1, 2, 1}));
  EXPECT_EQ(y.to_vector<float>(), (Floats{7, 13}));
}

}  // namespace
}  // namespace beras::ops
