#include <beras/base/error.h>
#include <beras/layers/softmax.h>
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

TEST(Softmax, RefusesAxesThatAreNotThere) {
  EXPECT_THROW(Softmax(2)(Tensor::zeros({2, 2})), IndexError);
  EXPECT_THROW(Softmax()(Tensor(1.0)), IndexError);
}

}  // namespace
}  // namespace beras::layers
