#include <beras/tensor/dtype_policy_map.h>

#include <gtest/gtest.h>

#include <memory>

#include <beras/base/error.h>
#include <tests/message_of.h>

namespace beras {
namespace {

TEST(DTypePolicyMap, GivesThePolicyOfAPathOfAnExpressionOrTheDefault) {
  DTypePolicyMap map("float32");
  map.set("a", "mixed_bfloat16");
  map.set("s/.*", "float64");
  EXPECT_EQ(map["a"].name(), "mixed_bfloat16");
  EXPECT_EQ(map["s/x"].name(), "float64");
  EXPECT_EQ(map["s"].name(), "float32");
  EXPECT_EQ(map["in/a"].name(), "float32");
  ASSERT_EQ(map.entries().size(), 2U);
  EXPECT_EQ(map.entries()[1].first, "s/.*");
  map.erase("a");
  EXPECT_EQ(map["a"].name(), "float32");
}

TEST(DTypePolicyMap, AVeryPathComesBeforeExpressions) {
  const DTypePolicyMap map("float32", {{"s/.*", "float16"}, {"s/d", "float64"}});
  EXPECT_EQ(map["s/d"].name(), "float64");
  EXPECT_EQ(map["s/e"].name(), "float16");
}

TEST(DTypePolicyMap, WithoutADefaultFollowsTheProcess) {
  const DTypePolicyMap map;
  EXPECT_EQ(map["a"].name(), "float32");
  set_dtype_policy("mixed_bfloat16");
  EXPECT_EQ(map["a"].name(), "mixed_bfloat16");
  set_dtype_policy(DType::float32);
}

TEST(DTypePolicyMap, IsNoPolicyOfTheProcess) {
  const auto map = std::make_shared<DTypePolicyMap>("mixed_bfloat16");
  EXPECT_THROW(set_dtype_policy(map), ValueError);
  EXPECT_EQ(dtype_policy().name(), "float32");
}

TEST(DTypePolicyMap, AsAPolicyItStandsForItsDefault) {
  const auto map = std::make_shared<DTypePolicyMap>("mixed_float16");
  const DTypePolicy policy = map;
  EXPECT_EQ(policy.name(), "map_mixed_float16");
  EXPECT_EQ(policy.compute_dtype(), DType::float16);
  EXPECT_EQ(policy.variable_dtype(), DType::float32);
  EXPECT_EQ(policy.map().get(), map.get());
}

TEST(DTypePolicyMap, RefusesWhatLeavesNoSinglePolicy) {
  DTypePolicyMap map("float32", {{"s/.*", "float16"}, {"s/d.*", "float16"}});
  EXPECT_EQ(message_of<ValueError>([&] { map["s/dd"]; }),
            "[DTypePolicyMap] expected at most one expression that matches \"s/dd\". Received: "
            "\"s/.*\" and \"s/d.*\".");
  EXPECT_THROW(map.set("s/.*", "float32"), ValueError);
  EXPECT_THROW(map.set("(", "float32"), ValueError);
  EXPECT_THROW(map.erase("t"), ValueError);
  const auto inner = std::make_shared<DTypePolicyMap>("float32");
  EXPECT_THROW(map.set("t", inner), ValueError);
  EXPECT_THROW(DTypePolicyMap(DTypePolicy(inner)), ValueError);
  EXPECT_EQ(map.entries().size(), 2U);
}

}  // namespace
}  // namespace beras
