#include <beras/base/error.h>
#include <beras/layers/relu.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(ReLU, AgreesWithKeras) {
  ReLU layer({.max_value = 2, .negative_slope = 0.25, .threshold = 0.5});
  golden::expect_case(layer, "relu");
}

TEST(ReLU, CutsNegativeValuesByDefault) {
  EXPECT_TRUE(golden::near(ReLU()(Tensor{-1., 0., 2.}), Tensor{0., 0., 2.}));
}

TEST(ReLU, RefusesNegativeOptions) {
  EXPECT_THROW(ReLU({.max_value = -1}), ValueError);
  EXPECT_THROW(ReLU({.negative_slope = -1}), ValueError);
  EXPECT_THROW(ReLU({.threshold = -1}), ValueError);
}

}  // namespace
}  // namespace beras::layers
