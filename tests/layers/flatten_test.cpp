#include <beras/base/error.h>
#include <beras/layers/flatten.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Flatten, AgreesWithKeras) {
  Flatten layer;
  golden::expect_case(layer, "flatten");
}

TEST(Flatten, KnowsWhatIsKnownOfItsShape) {
  const Flatten layer;
  EXPECT_EQ(to_string(layer.compute_output_shape({-1, 28, 28})), "(-1, 784)");
  EXPECT_EQ(to_string(layer.compute_output_shape({4, -1, 28})), "(4, -1)");
  EXPECT_EQ(to_string(layer(Tensor::zeros({5})).shape()), "(5, 1)");
  EXPECT_EQ(to_string(layer(Tensor::zeros({0, 2, 3})).shape()), "(0, 6)");
}

TEST(Flatten, MovesChannelsToTheEnd) {
  const Tensor x(std::vector<float>{1, 2, 3, 4}, {1, 2, 1, 2});
  EXPECT_TRUE(
      golden::near(Flatten({.data_format = "channels_first"})(x), Tensor{{1., 3., 2., 4.}}));
}

TEST(Flatten, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Flatten()(Tensor(1.0)), ShapeError);
  EXPECT_THROW(Flatten({.data_format = "NCHW"}), ValueError);
}

}  // namespace
}  // namespace beras::layers
