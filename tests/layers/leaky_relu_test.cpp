#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/leaky_relu.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(LeakyReLU, AgreesWithKeras) {
  LeakyReLU layer;
  golden::expect_case(layer, "leaky_relu");
}

TEST(LeakyReLU, HasTheSlopeAsDerivativeAtZero) {
  Tensor x{-1., 0., 1.};
  GradientTape tape;
  EXPECT_TRUE(golden::near(tape.gradient(LeakyReLU(0.1)(x), x), Tensor{0.1, 0.1, 1.}));
}

TEST(LeakyReLU, RefusesNegativeSlopes) { EXPECT_THROW(LeakyReLU(-0.1), ValueError); }

}  // namespace
}  // namespace beras::layers
