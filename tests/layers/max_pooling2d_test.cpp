#include <beras/base/error.h>
#include <beras/layers/max_pooling2d.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(MaxPooling2D, AgreesWithKeras) {
  MaxPooling2D halved, overlapping(3, {.strides = 2, .padding = "same"});
  golden::expect_case(halved, "max_pooling2d");
  golden::expect_case(overlapping, "max_pooling2d_same_strides_2");
}

TEST(MaxPooling2D, TakesChannelsFirst) {
  const Tensor x(std::vector<float>{1, 2, 3, 4, 8, 7, 6, 5}, {1, 2, 2, 2});
  const MaxPooling2D layer({1, 2}, {.data_format = "channels_first"});
  EXPECT_EQ(to_string(layer.compute_output_shape({-1, 2, 2, 2})), "(-1, 2, 2, 1)");
  EXPECT_EQ(MaxPooling2D({1, 2}, {.data_format = "channels_first"})(x).to_vector<float>(),
            (std::vector<float>{2, 4, 8, 6}));
}

TEST(MaxPooling2D, KnowsItsOutputShape) {
  EXPECT_EQ(to_string(MaxPooling2D({2, 3}).compute_output_shape({-1, 7, 7, 4})), "(-1, 3, 2, 4)");
  EXPECT_EQ(to_string(MaxPooling2D(2, {.padding = "same"}).compute_output_shape({-1, 7, -1, 4})),
            "(-1, 4, -1, 4)");
}

TEST(MaxPooling2D, RefusesWhatDoesNotFit) {
  EXPECT_THROW(MaxPooling2D(0), ValueError);
  EXPECT_THROW(MaxPooling2D(2, {.strides = 0}), ValueError);
  EXPECT_THROW(MaxPooling2D(2, {.padding = "full"}), ValueError);
  EXPECT_THROW(MaxPooling2D()(Tensor::zeros({1, 4, 4})), ShapeError);
  EXPECT_THROW(MaxPooling2D(5)(Tensor::zeros({1, 4, 4, 1})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
