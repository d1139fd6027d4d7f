#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/sparse_categorical_crossentropy.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

const Tensor logits{{1.5, -2., 0.3}, {-0.7, 0.4, 3.}};

TEST(SparseCategoricalCrossentropy, PassesCheckGradients) {
  const Tensor probabilities{{0.7, 0.2, 0.4}, {0.1, 0.6, 0.9}};
  const Tensor y_true{2, 0};
  const CheckOptions options{.constant_inputs = {0}};
  GradientReport report =
      check_gradients(SparseCategoricalCrossentropy(), {y_true, probabilities}, options);
  EXPECT_TRUE(report) << report.message;
  report = check_gradients(SparseCategoricalCrossentropy({.from_logits = true}), {y_true, logits},
                           options);
  EXPECT_TRUE(report) << report.message;
  report = check_gradients(SparseCategoricalCrossentropy({.from_logits = true, .ignore_class = 2}),
                           {y_true, logits}, options);
  EXPECT_TRUE(report) << report.message;
}

TEST(SparseCategoricalCrossentropy, TakesLabelsOfAnyDTypeAndATrailingAxis) {
  const Tensor expected{1.486225, 3.794398};
  for (const DType dtype : {uint8, int32, int64, float32}) {
    const Tensor y_true = Tensor{2, 0}.astype(dtype);
    EXPECT_TRUE(near(sparse_categorical_crossentropy(y_true, logits, true), expected));
    EXPECT_TRUE(
        near(sparse_categorical_crossentropy(y_true.reshape({2, 1}), logits, true), expected));
  }
}

TEST(SparseCategoricalCrossentropy, IsStableFarOut) {
  const Tensor far{{1e4, -1e4}, {-1e4, 1e4}};
  GradientTape tape;
  const Tensor loss = SparseCategoricalCrossentropy({.from_logits = true})(Tensor{0, 0}, far);
  EXPECT_TRUE(near(loss, Tensor(1e4)));
  EXPECT_TRUE(near(tape.gradient(loss, far), Tensor{{0., 0.}, {-0.5, 0.5}}));
}

TEST(SparseCategoricalCrossentropy, IsOneFusedCallOnTheLogits) {
  const Tensor y_pred = logits.copy();
  const GradientTape tape;
  SparseCategoricalCrossentropy({.from_logits = true})(Tensor{2, 0}, y_pred);
  ASSERT_FALSE(tape.calls().empty());
  EXPECT_EQ(tape.calls()[0]->outputs[0].shape(), Shape({2}));
  for (const auto& call : tape.calls().subspan(1)) {
    for (const Tensor& input : call->inputs()) EXPECT_LE(input.size(), 2);
  }
}

TEST(SparseCategoricalCrossentropy, LeavesOutTheIgnoredClass) {
  const SparseCategoricalCrossentropy loss({.from_logits = true, .ignore_class = -1});
  EXPECT_TRUE(near(loss(Tensor{2, -1}, logits), Tensor(1.486225)));
  EXPECT_EQ(loss(Tensor{-1, -1}, logits).item<float>(), 0);
}

TEST(SparseCategoricalCrossentropy, RefusesLabelsThatAreNoClass) {
  const SparseCategoricalCrossentropy loss({.from_logits = true});
  EXPECT_THROW(loss(Tensor{2, 3}, logits), ValueError);
  EXPECT_THROW(loss(Tensor{2, -1}, logits), ValueError);
  EXPECT_THROW(loss(Tensor{2., std::numeric_limits<double>::quiet_NaN()}, logits), ValueError);
  EXPECT_THROW(loss(Tensor{2, 1, 0}, logits), ShapeError);
  EXPECT_THROW(loss(Tensor{{2, 1, 0}, {2, 1, 0}}, logits), ShapeError);
}

}  // namespace
}  // namespace beras::losses
