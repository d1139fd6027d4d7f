#include <beras/base/error.h>
#include <beras/layers/input_layer.h>
#include <gtest/gtest.h>

namespace beras::layers {
namespace {

TEST(InputLayer, KnowsItsShapeFromTheStart) {
  const InputLayer input({28, -1});
  EXPECT_TRUE(input.built());
  EXPECT_EQ(to_string(input.batch_shape()), "(-1, 28, -1)");
  EXPECT_EQ(to_string(input.output_shape()), "(-1, 28, -1)");
  EXPECT_EQ(input.name().substr(0, 11), "input_layer");
  EXPECT_EQ(to_string(InputLayer({}, {.batch_size = 4}).batch_shape()), "(4,)");
}

TEST(InputLayer, GivesItsInputOn) {
  const Tensor x{{1., 2.}};
  EXPECT_EQ(InputLayer({2})(x).to_vector<float>(), x.to_vector<float>());
}

TEST(InputLayer, RefusesWhatDoesNotFit) {
  EXPECT_THROW(InputLayer({2})(Tensor::zeros({1, 3})), ShapeError);
  EXPECT_THROW(InputLayer({2})(Tensor::zeros({2})), ShapeError);
  EXPECT_THROW(InputLayer({2}, {.batch_size = 4})(Tensor::zeros({3, 2})), ShapeError);
  EXPECT_THROW(InputLayer({-2}), ShapeError);
  EXPECT_THROW(InputLayer({2}, {.batch_size = -1}), ValueError);
}

}  // namespace
}  // namespace beras::layers
