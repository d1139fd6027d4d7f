#include <beras/regularizers/l1_l2.h>

#include <beras/base/error.h>
#include <beras/regularizers/get.h>
#include <tests/message_of.h>
#include <tests/regularizers/penalty.h>

namespace beras::regularizers {
namespace {

TEST(L1L2, GivesKerasValuesAndGradients) { expect_penalties("L1L2"); }

TEST(L1L2, WithoutFactorsIsAConstant) {
  const Tensor x{1.0f, 2.0f};
  GradientTape tape;
  const Tensor penalty = L1L2()(x);
  EXPECT_EQ(penalty.item<float>(), 0);
  EXPECT_FALSE(tape.gradient(penalty, x).defined());
}

TEST(L1L2, RefusesFactorsThatAreNone) {
  EXPECT_THROW(L1L2({.l1 = -1}), ValueError);
  EXPECT_THROW(L1L2({.l2 = -1}), ValueError);
}

}  // namespace
}  // namespace beras::regularizers
