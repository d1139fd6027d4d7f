#include <beras/constraints/unit_norm.h>

#include <beras/constraints/get.h>
#include <tests/regularizers/golden_cases.h>

namespace beras::constraints {
namespace {

TEST(UnitNorm, GivesKerasValues) { golden::expect_values(registry(), "constraints", "UnitNorm"); }

TEST(UnitNorm, LeavesAVectorOfZeros) {
  EXPECT_EQ(UnitNorm()(Tensor::zeros({2, 1})).to_vector<float>(), (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace beras::constraints
