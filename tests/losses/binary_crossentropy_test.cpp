#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/losses/binary_crossentropy.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

const Tensor labels{{1., 0., 1.}, {0., 0., 1.}};

TEST(BinaryCrossentropy, PassesCheckGradients) {
  const Tensor inner = labels * 0.8 + 0.1;  // labels have no neighbours beyond 0 and 1
  const Tensor probabilities{{0.7, 0.2, 0.4}, {0.1, 0.6, 0.9}};
  const Tensor logits{{1.5, -2., 0.3}, {-0.7, 0.4, 3.}};
  GradientReport report =
      check_gradients(BinaryCrossentropy({.label_smoothing = 0.2}), {inner, probabilities});
  EXPECT_TRUE(report) << report.message;
  report = check_gradients(BinaryCrossentropy({.from_logits = true}), {inner, logits});
  EXPECT_TRUE(report) << report.message;
}

TEST(BinaryCrossentropy, IsStableFarOut) {
  const Tensor logits{{1000.}, {-1000.}, {1000.}};
  const Tensor y_true{{1.}, {0.}, {0.}};
  GradientTape tape;
  const Tensor loss = BinaryCrossentropy({.from_logits = true})(y_true, logits);
  EXPECT_TRUE(near(loss, Tensor(1000. / 3)));
  EXPECT_TRUE(near(tape.gradient(loss, logits), Tensor{{0.}, {0.}, {1. / 3}}));
  const double clipped = -std::log(1e-7);
  EXPECT_TRUE(near(binary_crossentropy(Tensor{{0.}}, Tensor{{1.}}), Tensor{clipped}, 2e-2));
}

TEST(BinaryCrossentropy, AveragesOverTheAxis) {
  const Tensor y_pred = Tensor::full({2, 3}, 0.5);
  EXPECT_TRUE(
      near(binary_crossentropy(labels, y_pred, false, 0, 0), Tensor::full({3}, std::log(2))));
  EXPECT_TRUE(near(binary_crossentropy(Tensor{1., 0.}, Tensor{{0.5}, {0.5}}),
                   Tensor::full({2}, std::log(2))));
}

TEST(BinaryCrossentropy, RefusesBadInput) {
  EXPECT_THROW(BinaryCrossentropy({.label_smoothing = 1.5}), ValueError);
  EXPECT_THROW(binary_crossentropy(Tensor{{-1., 1.}}, Tensor{{0.5, 0.5}}), ValueError);
  EXPECT_THROW(binary_crossentropy(Tensor{{0, 2}}, Tensor{{0.5, 0.5}}), ValueError);
  EXPECT_THROW(binary_crossentropy(labels, Tensor::ones({2, 2})), ShapeError);
}

}  // namespace
}  // namespace beras::losses
