#include <beras/base/error.h>
#include <beras/initializers/random.h>
#include <beras/initializers/variance_scaling.h>
#include <beras/layers/conv2d.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Conv2D, AgreesWithKeras) {
  Conv2D valid(3, {2, 3});
  Conv2D strided(2, 3, {.strides = 2, .padding = "same", .activation = "tanh"});
  Conv2D dilated(2, 2, {.padding = "same", .dilation_rate = 2, .use_bias = false});
  Conv2D grouped(4, {3, 1}, {.groups = 2});
  golden::expect_case(valid, "conv2d_valid");
  golden::expect_case(strided, "conv2d_same_strides_2");
  golden::expect_case(dilated, "conv2d_dilation_2_without_bias");
  golden::expect_case(grouped, "conv2d_groups_2");
}

TEST(Conv2D, TakesChannelsFirst) {
  const initializers::GlorotUniform kernel({.seed = 1});
  Conv2D last(3, 2, {.strides = {2, 1}, .kernel_initializer = kernel});
  Conv2D first(3, 2,
               {.strides = {2, 1}, .data_format = "channels_first", .kernel_initializer = kernel});
  const Tensor x = initializers::RandomNormal({.seed = 2})({2, 5, 4, 2});
  const Tensor y = first(x.transpose({0, 3, 1, 2}));
  EXPECT_TRUE(golden::near(y.transpose({0, 2, 3, 1}), last(x)));
  EXPECT_EQ(to_string(first.compute_output_shape({-1, 2, 5, 4})), to_string(Shape{-1, 3, 2, 3}));
}

TEST(Conv2D, KnowsItsOutputShape) {
  const auto shape = [](const Conv2D& layer) {
    return to_string(layer.compute_output_shape({-1, 28, -1, 2}));
  };
  EXPECT_EQ(shape(Conv2D(8, 3)), "(-1, 26, -1, 8)");
  EXPECT_EQ(shape(Conv2D(8, 3, {.strides = 2, .padding = "same"})), "(-1, 14, -1, 8)");
  EXPECT_EQ(shape(Conv2D(8, 3, {.dilation_rate = 3})), "(-1, 22, -1, 8)");
  EXPECT_EQ(shape(Conv2D(8, 3, {.padding = "SAME"})), "(-1, 28, -1, 8)");
  EXPECT_EQ(shape(Conv2D(8, 3, {.padding = "Valid", .data_format = "Channels_Last"})),
            "(-1, 26, -1, 8)");
}

TEST(Conv2D, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Conv2D(0, 3), ValueError);
  EXPECT_THROW(Conv2D(2, {3, 0}), ValueError);
  EXPECT_THROW(Conv2D(2, 3, {.strides = 0}), ValueError);
  EXPECT_THROW(Conv2D(2, 3, {.padding = "smae"}), ValueError);
  EXPECT_THROW(Conv2D(2, 3, {.dilation_rate = 0}), ValueError);
  EXPECT_THROW(Conv2D(2, 3, {.strides = 2, .dilation_rate = 2}), ValueError);
  EXPECT_THROW(Conv2D(3, 3, {.groups = 2}), ValueError);
  EXPECT_THROW(Conv2D(3, 3, {.groups = 0}), ValueError);
  EXPECT_THROW(Conv2D(3, 3, {.data_format = "NCHW"}), ValueError);

  EXPECT_THROW(Conv2D(2, 3)(Tensor::zeros({1, 5, 5})), ShapeError);
  EXPECT_THROW(Conv2D(2, 3)(Tensor::zeros({1, 2, 5, 1})), ShapeError);
  EXPECT_THROW(Conv2D(2, 3, {.groups = 2})(Tensor::zeros({1, 5, 5, 3})), ShapeError);
  EXPECT_THROW(Conv2D(2, 3).build({1, 5, 5, -1}), ShapeError);
  Conv2D layer(2, 3);
  layer.build({-1, 5, 5, 3});
  try {
    layer(Tensor::zeros({1, 5, 5, 1}));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Conv2D] expected 3 channels. Received: input of shape (1, 5, 5, 1).");
  }
}

}  // namespace
}  // namespace beras::layers
