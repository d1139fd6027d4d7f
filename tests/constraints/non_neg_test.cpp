#include <beras/constraints/non_neg.h>

#include <beras/constraints/get.h>
#include <tests/regularizers/golden_cases.h>

namespace beras::constraints {
namespace {

TEST(NonNeg, GivesKerasValues) { golden::expect_values(registry(), "constraints", "NonNeg"); }

}  // namespace
}  // namespace beras::constraints
