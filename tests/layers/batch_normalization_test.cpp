#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/batch_normalization.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

const CallOptions training = {.training = true};

TEST(BatchNormalization, AgreesWithKeras) {
  BatchNormalization trained, asked({.momentum = 0.5});
  BatchNormalization channels_first({.axis = 1, .momentum = 0.9, .epsilon = 0.1, .scale = false});
  golden::expect_case(trained, "batch_normalization_training", training, 2);
  golden::expect_case(asked, "batch_normalization_inference");
  golden::expect_case(channels_first, "batch_normalization_axis_1", training);
}

TEST(BatchNormalization, MovesItsStatisticsInTrainingOnly) {
  BatchNormalization layer({.momentum = 0.5});
  const Tensor x{{1.}, {3.}};
  layer(x);
  EXPECT_EQ(layer.moving_mean().item<float>(), 0);
  layer(x, training);
  EXPECT_EQ(layer.moving_mean().item<float>(), 1);
  EXPECT_EQ(layer.moving_variance().item<float>(), 1);  // the variance of the batch is 1, biased
}

TEST(BatchNormalization, FrozenItUsesItsMovingStatistics) {
  BatchNormalization layer;
  const Tensor x{{1.}, {3.}};
  const auto asked = layer(x).to_vector<float>();
  layer.trainable(false);
  EXPECT_EQ(layer(x, training).to_vector<float>(), asked);
  EXPECT_EQ(layer.moving_mean().item<float>(), 0);
  layer.trainable(true);
  EXPECT_NE(layer(x, training).to_vector<float>(), asked);
  EXPECT_FALSE(layer.moving_mean().trainable());
  EXPECT_TRUE(layer.gamma().trainable());
}

TEST(BatchNormalization, MovingStatisticsDoNotDisturbTapes) {
  BatchNormalization layer;
  Tensor x{{1., 2.}, {3., 5.}};
  layer.build(x.shape());
  GradientTape tape({.persistent = true});
  const Tensor before = layer(x).sum();  // reads what the next call moves
  const Tensor y = layer(x, training);
  EXPECT_TRUE(golden::near(tape.gradient(before, x), Tensor::full({2, 2}, 1 / std::sqrt(1.001))));
  EXPECT_TRUE(golden::near(tape.gradient(y, x), Tensor::zeros({2, 2})));
  for (const Tensor& watched : tape.watched_variables()) {
    EXPECT_FALSE(watched.same_as(layer.moving_mean()) || watched.same_as(layer.moving_variance()));
  }
}

TEST(BatchNormalization, AnEmptyBatchMovesNothing) {
  BatchNormalization layer;
  EXPECT_EQ(to_string(layer(Tensor::zeros({0, 2}), training).shape()), "(0, 2)");
  EXPECT_EQ(layer.moving_mean().to_vector<float>(), (std::vector<float>{0, 0}));
  EXPECT_EQ(layer.moving_variance().to_vector<float>(), (std::vector<float>{1, 1}));
}

TEST(BatchNormalization, RefusesWhatDoesNotFit) {
  EXPECT_THROW(BatchNormalization({.momentum = 1.5}), ValueError);
  EXPECT_THROW(BatchNormalization({.epsilon = -1}), ValueError);
  EXPECT_THROW(BatchNormalization({.axis = 2})(Tensor::zeros({2, 2})), IndexError);
  EXPECT_THROW(BatchNormalization().build({4, -1}), ShapeError);
  BatchNormalization layer;
  layer.build({-1, 3});
  try {
    layer(Tensor::zeros({2, 4}));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(
        error.what(),
        "[BatchNormalization] expected axis -1 of length 3. Received: input of shape (2, 4).");
  }
}

TEST(BatchNormalization, LookingAtItsJacobianMovesNoStatistics) {
  BatchNormalization layer;
  layer(Tensor{{1., 2.}, {3., 5.}}, {.training = true});
  const std::vector<float> before = layer.moving_mean().to_vector<float>();
  layer.get_input_gradients();
  EXPECT_EQ(layer.moving_mean().to_vector<float>(), before);
}

}  // namespace
}  // namespace beras::layers
