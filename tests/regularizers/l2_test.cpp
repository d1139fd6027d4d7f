#include <beras/regularizers/l2.h>

#include <beras/base/error.h>
#include <beras/regularizers/get.h>
#include <tests/message_of.h>
#include <tests/regularizers/penalty.h>

namespace beras::regularizers {
namespace {

TEST(L2, GivesKerasValuesAndGradients) { expect_penalties("L2"); }

TEST(L2, RefusesFactorsThatAreNone) {
  EXPECT_THROW(L2(-1), ValueError);
  EXPECT_EQ(L2().l2(), 0.01);
}

}  // namespace
}  // namespace beras::regularizers
