#include <beras/base/error.h>
#include <beras/layers/layer_normalization.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(LayerNormalization, AgreesWithKeras) {
  LayerNormalization last, several({.axis = {1, 2}, .epsilon = 0.01});
  golden::expect_case(last, "layer_normalization");
  golden::expect_case(several, "layer_normalization_axes_1_2");
}

TEST(LayerNormalization, GoesWithoutScaleAndCenter) {
  LayerNormalization layer({.epsilon = 0, .center = false, .scale = false});
  EXPECT_TRUE(golden::near(layer(Tensor{{1., 3.}, {5., 25.}}), Tensor{{-1., 1.}, {-1., 1.}}));
  EXPECT_TRUE(layer.weights().empty());
}

TEST(LayerNormalization, RefusesWhatDoesNotFit) {
  EXPECT_THROW(LayerNormalization({.epsilon = -1}), ValueError);
  EXPECT_THROW(LayerNormalization({.axis = 2})(Tensor::zeros({2, 2})), IndexError);
  EXPECT_THROW(LayerNormalization().build({4, -1}), ShapeError);
  LayerNormalization layer;
  layer.build({-1, 3});
  EXPECT_THROW(layer(Tensor::zeros({2, 4})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
