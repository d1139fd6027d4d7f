#include <beras/base/error.h>
#include <beras/base/warning.h>
#include <beras/core/check_gradients.h>
#include <beras/losses/categorical_crossentropy.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

const Tensor distributions{{0., 0., 1.}, {0.2, 0.5, 0.3}};

TEST(CategoricalCrossentropy, PassesCheckGradients) {
  const Tensor probabilities{{0.7, 0.2, 0.4}, {0.1, 0.6, 0.9}};
  const Tensor logits{{1.5, -2., 0.3}, {-0.7, 0.4, 3.}};
  GradientReport report = check_gradients(CategoricalCrossentropy({.label_smoothing = 0.2}),
                                          {distributions, probabilities});
  EXPECT_TRUE(report) << report.message;
  report = check_gradients(CategoricalCrossentropy({.from_logits = true}), {distributions, logits});
  EXPECT_TRUE(report) << report.message;
}

TEST(CategoricalCrossentropy, DividesProbabilitiesByTheirSum) {
  EXPECT_TRUE(
      near(categorical_crossentropy(Tensor{{0., 1.}}, Tensor{{2., 6.}}), Tensor{-std::log(0.75)}));
}

TEST(CategoricalCrossentropy, WorksAlongAnyAxis) {
  const Tensor y_true{{1., 0.}, {0., 1.}};
  const Tensor y_pred{{0.2, 0.4}, {0.8, 0.6}};
  EXPECT_TRUE(near(categorical_crossentropy(y_true, y_pred, false, 0, 0),
                   Tensor{-std::log(0.2), -std::log(0.6)}));
}

TEST(CategoricalCrossentropy, RefusesBadInput) {
  EXPECT_THROW(CategoricalCrossentropy({.label_smoothing = -0.1}), ValueError);
  EXPECT_THROW(categorical_crossentropy(distributions, Tensor::ones({2, 4})), ShapeError);
  EXPECT_THROW(categorical_crossentropy(distributions, distributions, false, 0, 2), IndexError);
}

TEST(CategoricalCrossentropy, WarnsOfASingleClass) {
  std::string heard;
  set_warning_handler([&](const std::string& message) { heard = message; });
  const Tensor y_true{{1.}, {0.}}, y_pred{{0.3}, {0.6}};
  EXPECT_TRUE(near(categorical_crossentropy(y_true, y_pred), Tensor{1e-7, 0.}));
  EXPECT_EQ(heard,
            "[categorical_crossentropy] expected at least 2 classes on axis -1. Received: y_pred "
            "of shape (2, 1). A single probability asks for binary_crossentropy.");
  heard.clear();
  EXPECT_TRUE(near(CategoricalCrossentropy({.from_logits = true})(y_true, y_pred), Tensor(0.)));
  EXPECT_FALSE(heard.empty());
  set_warning_handler(nullptr);
}

}  // namespace
}  // namespace beras::losses
