// Losses where nothing is computed: shapes, and no look at values.
#include <beras/core/gradient_tape.h>
#include <beras/losses/losses.h>
#include <gtest/gtest.h>

namespace beras::losses {
namespace {

void expect_scalar_on_meta(const Loss& loss, const Tensor& y_true, const Tensor& y_pred) {
  GradientTape tape;
  tape.watch(y_pred);
  const Tensor value = loss(y_true, y_pred, Tensor::ones({3}));
  EXPECT_EQ(value.device(), Device::meta) << loss.label();
  EXPECT_EQ(value.shape(), Shape()) << loss.label();
  EXPECT_EQ(tape.gradient(value, y_pred).shape(), y_pred.shape()) << loss.label();
}

TEST(LossOnMeta, LooksAtNoValues) {
  const DeviceScope scope(Device::meta);
  const Tensor predictions = Tensor::zeros({3, 4}), labels = Tensor::zeros({3, 4});
  expect_scalar_on_meta(MeanSquaredError(), labels, predictions);
  expect_scalar_on_meta(MeanAbsoluteError(), labels, predictions);
  expect_scalar_on_meta(BinaryCrossentropy(), labels, predictions);
  expect_scalar_on_meta(CategoricalCrossentropy({.from_logits = true}), labels, predictions);
  const Tensor classes = Tensor::zeros({3}, DType::int32);
  expect_scalar_on_meta(SparseCategoricalCrossentropy(), classes, predictions);
  expect_scalar_on_meta(SparseCategoricalCrossentropy({.from_logits = true, .ignore_class = 0}),
                        classes, predictions);
}

}  // namespace
}  // namespace beras::losses
