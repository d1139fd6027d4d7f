// Layers that take a mask beside their input.
#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/batch_normalization.h>
#include <beras/layers/dense.h>
#include <beras/layers/softmax.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

const CallOptions while_training = {.training = true};

TEST(Mask, BatchNormalizationSeesWhatIsKeptAlone) {
  const Tensor x{{1., 5.}, {3., 9.}, {100., -100.}};
  const Tensor kept{{1., 5.}, {3., 9.}};
  BatchNormalization masked({.momentum = 0.5}), plain({.momentum = 0.5});
  const Tensor y = masked(x, Tensor{1., 1., 0.}, while_training);
  EXPECT_TRUE(golden::near(y[Slice{0, 2}], plain(kept, while_training)));
  EXPECT_TRUE(golden::near(masked.moving_mean(), plain.moving_mean()));
  EXPECT_TRUE(golden::near(masked.moving_variance(), plain.moving_variance()));
  // (100 - 2) / sqrt(1 + 0.001): what is left out is normalised all the same.
  EXPECT_NEAR(y.to_vector<float>()[4], 97.951, 1e-2);
}

TEST(Mask, BatchNormalizationKeepsItsStatisticsWhenAsked) {
  BatchNormalization layer;
  const Tensor x{{1.}, {3.}}, mask{1., 0.};
  EXPECT_EQ(layer(x, mask).to_vector<float>(), layer(x).to_vector<float>());
  EXPECT_EQ(layer.moving_mean().item<float>(), 0);
}

TEST(Mask, BatchNormalizationStaysFiniteWithoutSamples) {
  BatchNormalization layer;
  EXPECT_EQ(layer(Tensor{{1.}, {3.}}, Tensor{0., 0.}, while_training).to_vector<float>()[0] > 0,
            true);
  EXPECT_EQ(layer.moving_mean().item<float>(), 0);
}

TEST(Mask, GradientsFlowThroughTheMaskedStatistics) {
  const Tensor x{{1., 5.}, {3., 2.}, {-4., 1.}, {0., 7.}}, mask{1., 0., 1., 1.};
  EXPECT_TRUE(
      check_gradients(BatchNormalization(), {x, mask}, {.training = true, .constant_inputs = {1}})
          .ok);
  EXPECT_TRUE(check_gradients(Softmax(), {x, mask.reshape({4, 1})}, {.constant_inputs = {1}}).ok);
}

TEST(Mask, SoftmaxLeavesOutWhatTheMaskHasNot) {
  const Tensor x{{1., 1., 9.}, {2., 2., 2.}};
  EXPECT_TRUE(
      golden::near(Softmax()(x, Tensor{1., 1., 0.}), Tensor{{0.5, 0.5, 0.}, {0.5, 0.5, 0.}}));
  EXPECT_TRUE(golden::near(Softmax()(x, Tensor{{0.4, 0.4, 0.5}, {0.6, 0.5, 0.5}}),
                           Tensor{{0., 0., 0.}, {1., 0., 0.}}));
  EXPECT_TRUE(golden::near(Softmax({0, 1})(x, Tensor{{1., 1., 0.}, {0., 0., 0.}}),
                           Tensor{{0.5, 0.5, 0.}, {0., 0., 0.}}));
}

TEST(Mask, OtherShapesAreRefused) {
  const Tensor x = Tensor::ones({2, 3, 4});
  EXPECT_THROW(BatchNormalization()(x, Tensor::ones({2, 3, 4})), ShapeError);
  EXPECT_THROW(BatchNormalization()(x, Tensor::ones({3, 2})), ShapeError);
  EXPECT_THROW(Softmax()(x, Tensor::ones({3})), ShapeError);
  EXPECT_THROW(Softmax()(x, Tensor::ones({1, 2, 3, 4})), ShapeError);
}

TEST(Mask, LayersThatTakeNoneSayHowManyInputsTheyTake) {
  try {
    Dense(2)(Tensor::ones({1, 2}), Tensor::ones({1}));
    FAIL() << "no error";
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dense] expected one input. Received: 2. A class that takes several overrides "
                 "forward.");
  }
}

}  // namespace
}  // namespace beras::layers
