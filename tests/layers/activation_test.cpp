#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/layers/activation.h>
#include <gtest/gtest.h>
#include <tests/golden.h>

namespace beras::layers {
namespace {

TEST(Activation, CallsItsFunction) {
  const Tensor x{{-1., 2.}};
  EXPECT_TRUE(golden::near(Activation("relu")(x), Tensor{{0., 2.}}));
  EXPECT_TRUE(golden::near(Activation(activations::softsign)(x), Tensor{{-0.5, 2 / 3.}}));
}

TEST(Activation, RefusesUnknownNames) { EXPECT_THROW(Activation("rellu"), ValueError); }

}  // namespace
}  // namespace beras::layers
