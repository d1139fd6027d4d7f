#include <beras/tensor/dtype_policy.h>

#include <gtest/gtest.h>

#include <string>

#include <beras/base/error.h>

namespace beras {
namespace {

/// Puts the policy of the process back.
class GlobalPolicy : public testing::Test {
 protected:
  void TearDown() override { set_dtype_policy(DType::float32); }
};

TEST(DTypePolicy, ADtypeStandsForBoth) {
  const DTypePolicy policy = DType::float64;
  EXPECT_EQ(policy.compute_dtype(), DType::float64);
  EXPECT_EQ(policy.variable_dtype(), DType::float64);
  EXPECT_EQ(policy.name(), "float64");
  EXPECT_EQ(policy, DTypePolicy("float64"));
}

TEST(DTypePolicy, MixedComputesInBfloat16WithFloat32Weights) {
  const DTypePolicy policy = "mixed_bfloat16";
  EXPECT_EQ(policy.compute_dtype(), DType::bfloat16);
  EXPECT_EQ(policy.variable_dtype(), DType::float32);
  EXPECT_EQ(policy.name(), "mixed_bfloat16");
  EXPECT_NE(policy, DTypePolicy(DType::bfloat16));
}

TEST(DTypePolicy, MixedComputesInFloat16WithFloat32Weights) {
  const DTypePolicy policy = "mixed_float16";
  EXPECT_EQ(policy.compute_dtype(), DType::float16);
  EXPECT_EQ(policy.variable_dtype(), DType::float32);
  EXPECT_EQ(policy.name(), "mixed_float16");
}

TEST(DTypePolicy, RefusesNamesThatItDoesNotKnow) {
  EXPECT_THROW(DTypePolicy("mixed_float8"), ValueError);
}

TEST_F(GlobalPolicy, IsFloat32UntilItIsSet) {
  EXPECT_EQ(DTypePolicy(), DTypePolicy(DType::float32));
  set_dtype_policy("mixed_bfloat16");
  EXPECT_EQ(dtype_policy().name(), "mixed_bfloat16");
  EXPECT_EQ(DTypePolicy().name(), "mixed_bfloat16");
}

}  // namespace
}  // namespace beras
