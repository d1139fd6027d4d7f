// Losses and metrics of predictions that have a mask, against Keras's values.
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/losses.h>
#include <beras/metrics/metrics.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras::losses {
namespace {

/// Masked steps of one value each.
struct Masked {
  Tensor labels{{{1.}, {2.}, {3.}}, {{4.}, {5.}, {6.}}};
  Tensor predictions{{{3.}, {0.}, {4.}}, {{0.}, {0.}, {6.}}};

  Masked() { predictions.mask(Tensor{{true, false, true}, {false, false, true}}); }
};

TEST(LossMask, OnlyMaskedStepsCount) {
  const Masked m;
  const Tensor of_samples{{1.}, {2.}}, of_steps{{1., 2., 3.}, {4., 5., 6.}};
  const auto loss = [&](const Reduction& reduction, const Tensor& weight) {
    const MeanSquaredError mse({.reduction = reduction});
    return weight.defined() ? mse(m.labels, m.predictions, weight).item<float>()
                            : mse(m.labels, m.predictions).item<float>();
  };
  EXPECT_FLOAT_EQ(loss("sum_over_batch_size", {}), 5 / 3.f);
  EXPECT_FLOAT_EQ(loss("sum_over_batch_size", of_samples), 5 / 3.f);
  EXPECT_FLOAT_EQ(loss("sum_over_batch_size", of_steps), 7 / 3.f);
  EXPECT_FLOAT_EQ(loss("mean", {}), 5 / 3.f);
  EXPECT_FLOAT_EQ(loss("sum", {}), 5);
  EXPECT_FLOAT_EQ(loss("sum", of_samples), 5);
  EXPECT_FLOAT_EQ(loss("sum", of_steps), 7);
  EXPECT_FLOAT_EQ(loss("mean_with_sample_weight", {}), 5 / 3.f);
  EXPECT_FLOAT_EQ(loss("mean_with_sample_weight", of_samples), 1.25f);
  EXPECT_FLOAT_EQ(loss("mean_with_sample_weight", of_steps), 0.7f);
  // One weight for each sample, in whatever form.
  EXPECT_FLOAT_EQ(loss("mean_with_sample_weight", Tensor{1., 2.}), 1.25f);
  EXPECT_EQ(MeanSquaredError({.reduction = "none"})(m.labels, m.predictions).to_vector<float>(),
            (std::vector<float>{4, 0, 1, 0, 0, 0}));
}

TEST(LossMask, NothingCountsWhereAllIsMasked) {
  Masked m;
  m.predictions.mask(Tensor::zeros({2, 3}, DType::boolean));
  EXPECT_EQ(MeanSquaredError()(m.labels, m.predictions).item<float>(), 0);
}

TEST(LossMask, ItAndWhatTheLossLeavesOutBothCount) {
  Tensor logits{{{1., 0.}, {1., 0.}, {1., 0.}}};
  const Tensor labels{{0, 1, 7}};
  const SparseCategoricalCrossentropy loss({.from_logits = true, .ignore_class = 7});
  const float right = std::log1p(std::exp(-1.f)), wrong = right + 1;
  EXPECT_NEAR(loss(labels, logits).item<float>(), (right + wrong) / 2, 1e-6);
  logits.mask(Tensor{{false, true, true}});
  EXPECT_NEAR(loss(labels, logits).item<float>(), wrong, 1e-6);
}

TEST(LossMask, GradientsFlowThroughWhatCounts) {
  const Masked m;
  GradientTape tape;
  const Tensor loss = MeanSquaredError()(m.labels, m.predictions);
  EXPECT_EQ(tape.gradient(loss, m.predictions * 1).defined(), false);
  GradientTape again;
  const Tensor same = MeanSquaredError()(m.labels, m.predictions);
  const auto gradient = again.gradient(same, m.predictions).to_vector<float>();
  EXPECT_FLOAT_EQ(gradient[0], 4 / 3.f);
  EXPECT_EQ(gradient[1], 0);
  EXPECT_FLOAT_EQ(gradient[2], 2 / 3.f);
}

TEST(LossMask, RefusesOneThatFitsNoValues) {
  Tensor predictions{{1., 2., 3.}, {4., 5., 6.}};
  predictions.mask(Tensor{{true, false, true}, {false, false, true}});
  EXPECT_EQ(message_of<ShapeError>([&] {
              MeanSquaredError()(Tensor::zeros({2, 3}), predictions);
            }),
            "[MeanSquaredError] expected mask for values of shape (2,). Received: shape (2, 3).");
}

TEST(LossMask, OfAMetricLeavesTheRestOut) {
  const Masked m;
  metrics::MeanSquaredError plain, weighted;
  plain.update_state(m.labels, m.predictions);
  EXPECT_FLOAT_EQ(plain.result().item<float>(), 5 / 3.f);
  EXPECT_EQ(plain.variables()[0].name(), "total");
  EXPECT_EQ(plain.variables()[1].name(), "count");
  EXPECT_FLOAT_EQ(plain.variables()[0].item<float>(), 5 / 3.f);
  EXPECT_FLOAT_EQ(plain.variables()[1].item<float>(), 1);
  weighted.update_state(m.labels, m.predictions, Tensor{{1.}, {2.}});
  EXPECT_FLOAT_EQ(weighted.result().item<float>(), 1.25f);
  metrics::MeanSquaredError none;
  Tensor all_masked = m.predictions.copy();
  all_masked.mask(Tensor::zeros({2, 3}, DType::boolean));
  none.update_state(m.labels, all_masked);
  EXPECT_EQ(none.result().item<float>(), 0);
}

}  // namespace
}  // namespace beras::losses
