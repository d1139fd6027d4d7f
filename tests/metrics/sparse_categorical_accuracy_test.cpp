#include <beras/metrics/sparse_categorical_accuracy.h>

#include <beras/base/error.h>
#include <gtest/gtest.h>

#include "tests/golden.h"

namespace beras::metrics {
namespace {

TEST(SparseCategoricalAccuracy, ComparesTheMostLikelyClass) {
  const Tensor y_pred{{0.1, 0.2, 0.7}, {0.8, 0.1, 0.1}, {0.4, 0.4, 0.2}};
  const Tensor expected{1., 0., 1.};
  for (const DType dtype : {uint8, int32, int64, float32}) {
    const Tensor y_true = Tensor{2, 1, 0}.astype(dtype);
    EXPECT_TRUE(golden::near(sparse_categorical_accuracy(y_true, y_pred), expected));
    EXPECT_TRUE(
        golden::near(sparse_categorical_accuracy(y_true.reshape({3, 1}), y_pred), expected));
  }
  EXPECT_THROW(sparse_categorical_accuracy(Tensor{0, 1}, y_pred), ShapeError);
}

TEST(SparseCategoricalAccuracy, TakesSequences) {
  const Tensor y_true{{0, 1}};
  const Tensor y_pred{{{0.9, 0.1}, {0.9, 0.1}}};
  EXPECT_TRUE(golden::near(sparse_categorical_accuracy(y_true, y_pred), Tensor{{1., 0.}}));
}

}  // namespace
}  // namespace beras::metrics
