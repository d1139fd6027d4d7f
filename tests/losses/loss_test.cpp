#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/losses.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

/// A user's own loss.
struct Quartic : Loss {
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    const Tensor error = y_pred - y_true;
    return (error * error * error * error).mean(-1);
  }
};

const Tensor labels{{0., 1.}, {1., 0.}};
const Tensor predictions{{1., 1.}, {3., 0.}};

TEST(Loss, OfAUserIsReducedAndDifferentiated) {
  const Quartic loss;
  EXPECT_TRUE(near(loss(labels, predictions), Tensor(4.25)));
  EXPECT_EQ(loss.name(), "quartic");
  const GradientReport report =
      check_gradients(loss, {labels, predictions}, {.constant_inputs = {0}});
  EXPECT_TRUE(report) << report.message;
}

TEST(Loss, GivesNoGradientToLabelsAndWeights) {
  const Tensor y_true = labels.copy();
  const Tensor y_pred = predictions.copy();
  const Tensor weight{1., 2.};
  GradientTape tape({.persistent = true});
  const Tensor loss = Quartic()(y_true, y_pred, weight);
  EXPECT_FALSE(tape.gradient(loss, y_true).defined());
  EXPECT_FALSE(tape.gradient(loss, weight).defined());
  EXPECT_TRUE(near(tape.gradient(loss, y_pred), Tensor{{1., 0.}, {16., 0.}}));
}

TEST(Loss, ShowsItsLocalGradients) {
  const Quartic loss;
  loss(labels, predictions);
  const Jacobians local = loss.get_input_gradients();
  ASSERT_EQ(local.size(), 2U);
  EXPECT_TRUE(near(local[0].dense({}, {2, 2}), Tensor::zeros({2, 2})));
  EXPECT_TRUE(near(local[1].dense({}, {2, 2}), Tensor{{1., 0.}, {8., 0.}}));
}

TEST(Loss, TakesArgumentsByName) {
  const Tensor loss = Quartic().apply({{"y_pred", predictions}, {"y_true", labels}}).front();
  EXPECT_TRUE(near(loss, Tensor(4.25)));
  EXPECT_THROW(Quartic().apply(Tensors{labels}), ValueError);
}

TEST(Loss, WeighsSequencesBySampleOrByStep) {
  const Tensor y_true = Tensor::zeros({2, 3, 1});
  const Tensor y_pred = Tensor::ones({2, 3, 1});
  const MeanSquaredError sum({.reduction = Reduction::sum});
  EXPECT_TRUE(near(sum(y_true, y_pred, Tensor{1., 10.}), Tensor(33.)));
  EXPECT_TRUE(near(sum(y_true, y_pred, Tensor{{1.}, {10.}}), Tensor(33.)));
  EXPECT_TRUE(near(sum(y_true, y_pred, Tensor{{1., 0., 0.}, {0., 2., 3.}}), Tensor(6.)));
  const MeanSquaredError mean({.reduction = Reduction::mean_with_sample_weight});
  EXPECT_TRUE(near(mean(y_true, y_pred, Tensor{1., 10.}), Tensor(1.)));
  EXPECT_THROW(sum(y_true, y_pred, Tensor{1., 2., 3.}), ShapeError);
  EXPECT_THROW(sum(y_true, y_pred, Tensor::ones({2, 3, 2})), ShapeError);
}

TEST(Loss, DividesByNothingWithoutNaN) {
  const MeanSquaredError mean({.reduction = Reduction::mean_with_sample_weight});
  EXPECT_EQ(mean(labels, predictions, Tensor{0., 0.}).item<float>(), 0);
  EXPECT_EQ(MeanSquaredError()(Tensor::zeros({0, 2}), Tensor::zeros({0, 2})).item<float>(), 0);
}

TEST(Loss, HasTheDTypeOfThePredictions) {
  const MeanSquaredError loss;
  EXPECT_EQ(loss(labels, predictions.astype(float64)).dtype(), float64);
  EXPECT_EQ(loss(labels.astype(float64), predictions).dtype(), float32);
  EXPECT_EQ(loss(labels, predictions.astype(DType::bfloat16)).dtype(), float32);
  EXPECT_EQ(loss(Tensor{{1}, {2}}, Tensor{{1}, {4}}).dtype(), float32);
  EXPECT_EQ(loss(Tensor{{1}, {2}}, Tensor{{1}, {4}}).item<float>(), 2);
}

TEST(Loss, RefusesNaNLabels) {
  const Tensor broken{{0., std::numeric_limits<double>::quiet_NaN()}, {1., 0.}};
  try {
    MeanSquaredError()(broken, predictions);
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[MeanSquaredError] expected labels that are numbers. Received: NaN at position "
                 "1.");
  }
}

TEST(LossFunctionWrapper, ReducesAFunction) {
  const LossFunctionWrapper loss(
      [](const Tensor& y_true, const Tensor& y_pred) { return (y_pred - y_true).mean(-1); },
      {.reduction = Reduction::sum, .name = "bias"});
  EXPECT_TRUE(near(loss(labels, predictions), Tensor(1.5)));
  EXPECT_EQ(loss.name(), "bias");
  EXPECT_THROW(LossFunctionWrapper(nullptr), ValueError);
}

TEST(Reduction, IsKnownByName) {
  EXPECT_EQ(Reduction("mean_with_sample_weight"), Reduction::mean_with_sample_weight);
  EXPECT_EQ(Reduction(std::string("none")), Reduction::none);
  EXPECT_EQ(Reduction(Reduction::sum).name(), "sum");
  EXPECT_THROW(Reduction("summ"), ValueError);
}

TEST(Reduction, IsAnOptionByNameAndAsAnEnum) {
  const Tensor zeros{{0.0}, {0.0}}, outputs{{1.0}, {3.0}};
  const MeanSquaredError by_name({.reduction = "sum"}), by_enum({.reduction = Reduction::sum});
  EXPECT_TRUE(near(by_name(zeros, outputs), Tensor(10)));
  EXPECT_TRUE(near(by_enum(zeros, outputs), Tensor(10)));
  const MeanSquaredError each({.reduction = "none"});
  EXPECT_TRUE(near(each(zeros, outputs), Tensor{1.0, 9.0}));
  EXPECT_THROW(MeanSquaredError({.reduction = "total"}), ValueError);
}

TEST(Loss, RefusesNaNSampleWeights) {
  const Tensor truth{{0., 1.}, {1., 0.}};
  const MeanSquaredError loss;
  try {
    loss(truth, truth, Tensor{1., std::numeric_limits<double>::quiet_NaN()});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[MeanSquaredError] expected sample weights that are numbers. Received: NaN at "
                 "position 1.");
  }
  EXPECT_EQ(loss(truth, truth, Tensor{1., -1.}).item<float>(), 0);
}

}  // namespace
}  // namespace beras::losses
