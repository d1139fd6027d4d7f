#include <beras/constraints/max_norm.h>

#include <beras/constraints/get.h>
#include <tests/regularizers/golden_cases.h>

namespace beras::constraints {
namespace {

TEST(MaxNorm, GivesKerasValues) { golden::expect_values(registry(), "constraints", "MaxNorm"); }

TEST(MaxNorm, LeavesShortVectorsAndShortensLongOnes) {
  const Tensor w{{3.0f, 0.3f}, {4.0f, 0.4f}};
  EXPECT_TRUE(golden::near(MaxNorm({.max_value = 1})(w), Tensor{{0.6f, 0.3f}, {0.8f, 0.4f}}));
}

}  // namespace
}  // namespace beras::constraints
