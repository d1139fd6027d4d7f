#include <beras/base/error.h>
#include <beras/layers/global_average_pooling2d.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(GlobalAveragePooling2D, AgreesWithKeras) {
  GlobalAveragePooling2D layer({.keepdims = true});
  golden::expect_case(layer, "global_average_pooling2d");
}

TEST(GlobalAveragePooling2D, LeavesOneValueForEachChannel) {
  const Tensor x(std::vector<float>{1, 10, 3, 30}, {1, 1, 2, 2});
  EXPECT_TRUE(golden::near(GlobalAveragePooling2D()(x), Tensor{{2., 20.}}));
}

TEST(GlobalAveragePooling2D, TakesChannelsFirst) {
  const Tensor x(std::vector<float>{1, 10, 3, 30}, {1, 2, 1, 2});
  GlobalAveragePooling2D layer({.data_format = "channels_first"});
  EXPECT_TRUE(golden::near(layer(x), Tensor{{5.5, 16.5}}));
  EXPECT_EQ(to_string(layer.output_shape()), "(-1, 2)");
}

TEST(GlobalAveragePooling2D, RefusesWhatDoesNotFit) {
  EXPECT_THROW(GlobalAveragePooling2D({.data_format = "NCHW"}), ValueError);
  EXPECT_THROW(GlobalAveragePooling2D()(Tensor::zeros({4, 4, 1})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
