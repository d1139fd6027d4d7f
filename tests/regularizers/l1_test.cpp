#include <beras/regularizers/l1.h>

#include <beras/base/error.h>
#include <beras/regularizers/get.h>
#include <tests/message_of.h>
#include <tests/regularizers/penalty.h>

namespace beras::regularizers {
namespace {

TEST(L1, GivesKerasValuesAndGradients) { expect_penalties("L1"); }

TEST(L1, HasTheDtypeOfWhatItIsGiven) {
  const Tensor penalty = L1(0.5)(Tensor({-1, 3}, DType::float64));
  EXPECT_EQ(penalty.dtype(), DType::float64);
  EXPECT_EQ(penalty.item<double>(), 2);
}

TEST(L1, RefusesFactorsThatAreNone) {
  EXPECT_EQ(message_of<ValueError>([] { L1(-0.5); }),
            "[L1] expected l1: a number of at least 0. Received: -0.500000.");
  EXPECT_THROW(L1{std::numeric_limits<double>::infinity()}, ValueError);
  EXPECT_THROW(L1{std::numeric_limits<double>::quiet_NaN()}, ValueError);
}

}  // namespace
}  // namespace beras::regularizers
