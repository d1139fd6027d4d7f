#include <beras/base/error.h>
#include <beras/losses/losses.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/golden.h"

namespace beras::losses {
namespace {

using golden::near;

TEST(LossesGet, KnowsClassesFunctionsAndShortNames) {
  for (const char* name : {"mse", "MSE", "mean_squared_error", "MeanSquaredError"}) {
    EXPECT_EQ(get(name)->name(), "mean_squared_error");
  }
  EXPECT_EQ(get("mae")->name(), "mean_absolute_error");
  EXPECT_EQ(get("bce")->name(), "binary_crossentropy");
  EXPECT_EQ(get("CategoricalCrossentropy")->name(), "categorical_crossentropy");
  EXPECT_EQ(get("sparse_categorical_crossentropy")->name(), "sparse_categorical_crossentropy");
}

TEST(LossesGet, NamesTheNearestOfUnknownNames) {
  try {
    get("sparse_categorical_crosentropy");
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[losses] expected a known loss. Received: \"sparse_categorical_crosentropy\". "
                 "Did you mean \"sparse_categorical_crossentropy\"?");
  }
}

TEST(LossesGet, CrossentropyGoesByShapes) {
  const auto loss = get("crossentropy");
  const Tensor even = Tensor::full({2, 2}, 0.5);
  const Tensor expected(std::log(2));
  EXPECT_TRUE(near((*loss)(Tensor{1, 0}, Tensor::full({2, 1}, 0.5)), expected));
  EXPECT_TRUE(near((*loss)(Tensor{1, 0}, even), expected));
  EXPECT_TRUE(near((*loss)(Tensor{{1., 0.}, {0., 1.}}, even), expected));
}

TEST(AnyLoss, TakesEveryForm) {
  const Tensor y_true{{1.}, {2.}};
  const Tensor y_pred{{2.}, {4.}};
  const auto shared = std::make_shared<MeanAbsoluteError>();
  const AnyLoss by_name = "mse";
  const AnyLoss object = MeanSquaredError({.reduction = Reduction::sum});
  const AnyLoss pointer = shared;
  const AnyLoss function = [](const Tensor& y, const Tensor& p) { return (p - y).mean(-1); };
  EXPECT_TRUE(near((*by_name)(y_true, y_pred), Tensor(2.5)));
  EXPECT_TRUE(near((*object)(y_true, y_pred), Tensor(5.)));
  EXPECT_EQ(pointer.pointer(), shared);
  EXPECT_TRUE(near((*function)(y_true, y_pred), Tensor(1.5)));
  EXPECT_FALSE(AnyLoss());
  EXPECT_THROW(AnyLoss("mze"), ValueError);
}

}  // namespace
}  // namespace beras::losses
