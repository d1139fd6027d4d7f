#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/layers/softmax.h>
#include <beras/ops/softmax.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Softmax, AgreesWithKeras) {
  Softmax layer(1);
  golden::expect_case(layer, "softmax_axis_1");
}

TEST(Softmax, TakesVectors) {
  EXPECT_TRUE(golden::near(Softmax()(Tensor{7., 7.}), Tensor{0.5, 0.5}));
}

TEST(Softmax, TakesSeveralAxesTogether) {
  const Tensor x = ops::arange(24).astype(DType::float32).reshape({2, 3, 4});
  const Tensor flat = ops::softmax(x.reshape({2, 12}));
  EXPECT_TRUE(golden::near(Softmax({1, 2})(x).reshape({2, 12}), flat));
  EXPECT_TRUE(golden::near(Softmax({-1, -2})(x).reshape({2, 12}), flat));
  const Tensor outer = Softmax({0, 2})(x);
  EXPECT_TRUE(golden::near(outer.sum({0, 2}), Tensor{1., 1., 1.}));
  EXPECT_TRUE(golden::near(Softmax(Axes{0})(x), ops::softmax(x, 0)));
  EXPECT_TRUE(golden::near(Softmax({1, 2})(x * 1000)[1].sum(), Tensor(1.0f)));
  EXPECT_TRUE(check_gradients(Softmax({0, 2}), {x}).ok);
}

TEST(Softmax, RefusesAxesThatAreNotThere) {
  EXPECT_THROW(Softmax(2)(Tensor::zeros({2, 2})), IndexError);
  EXPECT_THROW(Softmax()(Tensor(1.0)), IndexError);
  EXPECT_THROW(Softmax({0, 5})(Tensor::zeros({2, 2})), IndexError);
  EXPECT_THROW(Softmax({1, -1})(Tensor::zeros({2, 2})), ValueError);
  EXPECT_THROW(Softmax(Axes{std::vector<std::int64_t>{}}), ValueError);
}

}  // namespace
}  // namespace beras::layers
