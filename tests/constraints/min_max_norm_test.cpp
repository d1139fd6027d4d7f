#include <beras/constraints/min_max_norm.h>

#include <beras/constraints/get.h>
#include <tests/regularizers/golden_cases.h>

namespace beras::constraints {
namespace {

TEST(MinMaxNorm, GivesKerasValues) {
  golden::expect_values(registry(), "constraints", "MinMaxNorm");
}

TEST(MinMaxNorm, GoesAsFarAsItsRate) {
  const Tensor w{{6.0f}, {8.0f}};
  EXPECT_TRUE(golden::near(MinMaxNorm({.rate = 0.5})(w), Tensor{{3.3f}, {4.4f}}));
}

}  // namespace
}  // namespace beras::constraints
