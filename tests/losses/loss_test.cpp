#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/losses.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <limits>
#include <utility>

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

const Tensor two_labels{{0., 1.}, {1., 0.}};
const Tensor predictions{{1., 1.}, {3., 0.}};

TEST(Loss, OfAUserIsReducedAndDifferentiated) {
  const Quartic loss;
  EXPECT_TRUE(near(loss(two_labels, predictions), Tensor(4.25)));
  EXPECT_EQ(loss.name(), "quartic");
  const GradientReport report = check_gradients(loss, {two_labels, predictions});
  EXPECT_TRUE(report) << report.message;
}

TEST(Loss, GivesGradientsToLabelsAndWeights) {
  const Tensor y_true = two_labels.copy();
  const Tensor y_pred = predictions.copy();
  const Tensor weight{1., 2.};
  GradientTape tape({.persistent = true});
  const Tensor loss = Quartic()(y_true, y_pred, weight);
  EXPECT_TRUE(near(tape.gradient(loss, y_true), Tensor{{-1., 0.}, {-16., 0.}}));
  EXPECT_TRUE(near(tape.gradient(loss, weight), Tensor{0.25, 4.}));
  EXPECT_TRUE(near(tape.gradient(loss, y_pred), Tensor{{1., 0.}, {16., 0.}}));
}

TEST(Loss, FollowsWhatLabelsAndWeightsWereComputedFrom) {
  // The input is in all three: the gradient counts every path.
  for (const Reduction reduction :
       {Reduction::sum_over_batch_size, Reduction::sum, Reduction::mean_with_sample_weight}) {
    const auto report = check_gradients(
        [&](const Tensors& inputs) {
          const Tensor y_true = inputs[0] * 0.5, y_pred = inputs[0] * inputs[0];
          return MeanSquaredError({.reduction = reduction})(y_true, y_pred, inputs[0].sum(-1));
        },
        {Tensor{{0.3, 0.6}, {0.2, 0.9}}});
    EXPECT_TRUE(report) << report.message;
  }
}

TEST(Loss, OfEveryKindHasGradientsOfAllInputs) {
  const Tensor y_true{{0.2, 0.8}, {0.5, 0.5}}, y_pred{{0.3, 0.7}, {0.6, 0.4}}, weight{0.5, 2.};
  for (const Reduction reduction : {Reduction::sum_over_batch_size, Reduction::sum, Reduction::none,
                                    Reduction::mean_with_sample_weight}) {
    const auto check = [&](const Loss& loss) {
      const GradientReport report = check_gradients(loss, {y_true, y_pred, weight});
      EXPECT_TRUE(report) << loss.name() << ": " << report.message;
    };
    check(MeanSquaredError({.reduction = reduction}));
    check(MeanAbsoluteError({.reduction = reduction}));
    for (const bool from_logits : {false, true}) {
      check(BinaryCrossentropy(
          {.from_logits = from_logits, .label_smoothing = 0.1, .reduction = reduction}));
      check(CategoricalCrossentropy(
          {.from_logits = from_logits, .label_smoothing = 0.1, .reduction = reduction}));
    }
  }
}

/// Remembers the shapes and dtypes of what it sees.
struct Witness : Loss {
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    seen = to_string(y_true.shape()) + " " + to_string(y_pred.shape()) + " " +
           std::string(dtype_name(y_true.dtype())) + " " + std::string(dtype_name(y_pred.dtype()));
    return (y_pred - y_true).mean(-1);
  }
  mutable std::string seen;
};

TEST(Loss, BringsLabelsAndPredictionsToOneRankAndDType) {
  const auto seen = [](const Shape& y_true, const Shape& y_pred) {
    const Witness loss;
    loss(Tensor::ones(y_true, DType::int32), Tensor::ones(y_pred));
    return loss.seen;
  };
  EXPECT_EQ(seen({4}, {4, 1}), "(4, 1) (4, 1) float32 float32");
  EXPECT_EQ(seen({4, 1}, {4}), "(4, 1) (4, 1) float32 float32");
  EXPECT_EQ(seen({4, 3}, {4, 3, 1}), "(4, 3) (4, 3) float32 float32");
  EXPECT_EQ(seen({4, 3, 1}, {4, 3}), "(4, 3) (4, 3) float32 float32");
  EXPECT_EQ(seen({4, 3}, {4, 3}), "(4, 3) (4, 3) float32 float32");
  EXPECT_EQ(seen({4, 1, 1}, {4}), "(4, 1, 1) (4,) float32 float32");
}

TEST(Loss, ComputesInTheDTypeItIsGiven) {
  const Witness loss({.dtype = DType::float64});
  EXPECT_EQ(loss(Tensor{{1}}, Tensor{{2.}}).dtype(), DType::float64);
  EXPECT_EQ(loss.seen, "(1, 1) (1, 1) float64 float64");
  EXPECT_EQ(BinaryCrossentropy({.dtype = "float16"})(Tensor{{1.}}, Tensor{{0.5}}).dtype(),
            DType::float16);
  EXPECT_EQ(
      SparseCategoricalCrossentropy({.dtype = "mixed_bfloat16"})(Tensor{0}, Tensor{{0.5, 0.5}})
          .dtype(),
      DType::bfloat16);
  EXPECT_THROW(MeanSquaredError({.dtype = DType::int32}), ValueError);
}

TEST(Loss, ShowsItsLocalGradients) {
  const Quartic loss;
  loss(two_labels, predictions);
  const Jacobians local = loss.get_input_gradients();
  ASSERT_EQ(local.size(), 2U);
  EXPECT_TRUE(near(local[0].dense({}, {2, 2}), Tensor{{-1., 0.}, {-8., 0.}}));
  EXPECT_TRUE(near(local[1].dense({}, {2, 2}), Tensor{{1., 0.}, {8., 0.}}));
}

TEST(Loss, TakesArgumentsByName) {
  const Tensor loss = Quartic().apply({{"y_pred", predictions}, {"y_true", two_labels}}).front();
  EXPECT_TRUE(near(loss, Tensor(4.25)));
  EXPECT_THROW(Quartic().apply(Tensors{two_labels}), ValueError);
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
  EXPECT_EQ(mean(two_labels, predictions, Tensor{0., 0.}).item<float>(), 0);
  EXPECT_EQ(MeanSquaredError()(Tensor::zeros({0, 2}), Tensor::zeros({0, 2})).item<float>(), 0);
}

TEST(Loss, HasTheDTypeOfThePredictions) {
  const MeanSquaredError loss;
  EXPECT_EQ(loss(two_labels, predictions.astype(float64)).dtype(), float64);
  EXPECT_EQ(loss(two_labels.astype(float64), predictions).dtype(), float32);
  EXPECT_EQ(loss(two_labels, predictions.astype(DType::bfloat16)).dtype(), float32);
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

TEST(LossFunctionWrapper, SeesAlignedLabels) {
  const LossFunctionWrapper loss([](const Tensor& y_true, const Tensor& y_pred) {
    const Tensor error = y_true - y_pred;
    return (error * error).mean(-1);
  });
  EXPECT_TRUE(near(loss(Tensor{1., 2.}, Tensor{{0.}, {4.}}), Tensor(2.5)));
  EXPECT_TRUE(near(loss(Tensor{{1.}, {2.}}, Tensor{0., 4.}), Tensor(2.5)));
}

TEST(LossFunctionWrapper, ReducesAFunction) {
  const LossFunctionWrapper loss(
      [](const Tensor& y_true, const Tensor& y_pred) { return (y_pred - y_true).mean(-1); },
      {.reduction = Reduction::sum, .name = "bias"});
  EXPECT_TRUE(near(loss(two_labels, predictions), Tensor(1.5)));
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

TEST(Loss, ThatWasMovedFromSaysSo) {
  MeanSquaredError loss;
  MeanSquaredError heir = std::move(loss);
  EXPECT_EQ(heir(Tensor{1.}, Tensor{3.}).item<float>(), 4);
  try {
    loss(Tensor{1.}, Tensor{3.});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(), "[MeanSquaredError] was moved: call what it was moved to.");
  }
  const MeanSquaredError copy = loss;
  EXPECT_THROW(copy(Tensor{1.}, Tensor{3.}), ValueError);
  loss = heir;
  EXPECT_EQ(loss(Tensor{1.}, Tensor{3.}).item<float>(), 4);
}

}  // namespace
}  // namespace beras::losses
