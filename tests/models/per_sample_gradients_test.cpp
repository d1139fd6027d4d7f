#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/initializers/initializers.h>
#include <beras/layers/layers.h>
#include <beras/losses/losses.h>
#include <beras/models/per_sample_gradients.h>
#include <beras/models/sequential.h>
#include <gtest/gtest.h>

#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>

#include "tests/golden.h"

namespace beras {
namespace {

using golden::near;

const losses::MeanSquaredError mse;

Sequential small_network() {
  return Sequential{layers::Dense(4, {.activation = "tanh"}), layers::LayerNormalization(),
                    layers::Dense(2)};
}

TEST(PerSampleGradients, AreThoseOfEachSampleAlone) {
  const Sequential model = small_network();
  const Tensor x = random::normal({5, 3}), y = random::normal({5, 2});
  const Tensors gradients = per_sample_gradients(model, mse, x, y);
  const Tensors weights = model.trainable_variables();
  ASSERT_EQ(gradients.size(), weights.size());
  EXPECT_EQ(gradients[0].shape(), (Shape{5, 3, 4}));
  for (std::int64_t b = 0; b < 5; ++b) {
    GradientTape tape;
    const Slice sample{.start = b, .stop = b + 1};
    const Tensors alone = tape.gradient(mse(y[sample], model(x[sample])), weights);
    for (std::size_t k = 0; k < weights.size(); ++k)
      EXPECT_TRUE(near(gradients[k][Index(b)], alone[k], 0));
  }
}

TEST(PerSampleGradients, HaveTheBatchGradientForAMean) {
  const Sequential model = small_network();
  const Tensor x = random::normal({6, 3}), y = random::normal({6, 2});
  const Tensors gradients = per_sample_gradients(model, "mse", x, y);
  GradientTape tape;
  const Tensors together = tape.gradient(mse(y, model(x)), model.trainable_variables());
  for (std::size_t k = 0; k < together.size(); ++k)
    EXPECT_TRUE(near(gradients[k].mean(0), together[k], 1e-6));
}

TEST(PerSampleGradients, LeaveOutFrozenWeightsAndGiveZerosForUnused) {
  struct Unused : Model {
    layers::Dense& used = add(layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"}));
    Variable idle = add_weight("idle", {2}, initializers::Ones());
    Tensor call(const Tensor& x) const override { return used(x); }
  };
  Unused model;
  const Tensor x{{1.}, {2.}}, y{{0.}, {0.}};
  Tensors gradients = per_sample_gradients(model, mse, x, y);
  ASSERT_EQ(gradients.size(), 2U);
  EXPECT_TRUE(near(gradients[0], Tensor::zeros({2, 2})));   // idle
  EXPECT_TRUE(near(gradients[1], Tensor{{{2.}}, {{8.}}}));  // d(w x)^2 = 2 w x^2
  model.used.trainable(false);
  EXPECT_EQ(per_sample_gradients(model, mse, x, y).size(), 1U);
}

TEST(PerSampleGradients, TakeFunctionsAndAnyReduction) {
  const Sequential model{layers::Dense(1, {.use_bias = false, .kernel_initializer = "ones"})};
  const Tensor x{{1.}, {2.}}, y{{0.}, {0.}};
  const auto twice = [](const Tensor& y_true, const Tensor& y_pred) {
    return ops::square(y_pred - y_true).mean(-1) * 2;
  };
  EXPECT_TRUE(near(per_sample_gradients(model, twice, x, y)[0], Tensor{{{4.}}, {{16.}}}));
  for (const char* reduction : {"sum", "none", "mean"}) {
    const losses::MeanSquaredError loss({.reduction = reduction});
    EXPECT_TRUE(near(per_sample_gradients(model, loss, x, y)[0], Tensor{{{2.}}, {{8.}}}));
  }
}

TEST(PerSampleGradients, RefuseSamplesThatDoNotFit) {
  const Sequential model = small_network();
  const Tensor x = random::normal({5, 3}), y = random::normal({4, 2});
  EXPECT_THROW(per_sample_gradients(model, mse, x, y), ShapeError);
  EXPECT_THROW(per_sample_gradients(model, mse, x[Slice{.stop = 0}], y[Slice{.stop = 0}]),
               ValueError);
  EXPECT_THROW(per_sample_gradients(model, losses::AnyLoss(), x, x), ValueError);
  EXPECT_THROW(per_sample_gradients(model, mse, x, Tensor()), ValueError);
}

}  // namespace
}  // namespace beras
