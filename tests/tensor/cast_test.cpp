#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include <beras/tensor/cast.h>

namespace beras {
namespace {

TEST(Cast, FractionsAreCutTowardsZero) {
  EXPECT_EQ(cast_value<std::int32_t>(2.9f), 2);
  EXPECT_EQ(cast_value<std::int32_t>(-2.9), -2);
  EXPECT_EQ(cast_value<std::uint8_t>(0.99), 0);
}

template <typename Integer, typename Float>
void expect_saturation() {
  using Limits = std::numeric_limits<Integer>;
  const Float infinity = std::numeric_limits<Float>::infinity();
  EXPECT_EQ(cast_value<Integer>(infinity), Limits::max());
  EXPECT_EQ(cast_value<Integer>(-infinity), Limits::min());
  EXPECT_EQ(cast_value<Integer>(Float(1e30)), Limits::max());
  EXPECT_EQ(cast_value<Integer>(Float(-1e30)), Limits::min());
  EXPECT_EQ(cast_value<Integer>(static_cast<Float>(Limits::max())), Limits::max());
  EXPECT_EQ(cast_value<Integer>(static_cast<Float>(Limits::min())), Limits::min());
  EXPECT_EQ(cast_value<Integer>(std::numeric_limits<Float>::quiet_NaN()), Integer(0));
}

TEST(Cast, FloatsBeyondTheRangeGiveTheNearestInteger) {
  expect_saturation<std::int8_t, float>();
  expect_saturation<std::uint8_t, float>();
  expect_saturation<std::int32_t, float>();
  expect_saturation<std::int64_t, float>();
  expect_saturation<std::int8_t, double>();
  expect_saturation<std::uint8_t, double>();
  expect_saturation<std::int32_t, double>();
  expect_saturation<std::int64_t, double>();
}

TEST(Cast, IntegersWrapAround) {
  EXPECT_EQ(cast_value<std::uint8_t>(std::int32_t{300}), 44);
  EXPECT_EQ(cast_value<std::int8_t>(std::int64_t{-129}), 127);
  EXPECT_EQ(cast_value<std::uint8_t>(std::int8_t{-1}), 255);
}

TEST(Cast, BoolIsWhetherItIsNotZero) {
  EXPECT_TRUE(cast_value<bool>(0.5f));
  EXPECT_TRUE(cast_value<bool>(std::int32_t{256}));
  EXPECT_TRUE(cast_value<bool>(NAN));
  EXPECT_FALSE(cast_value<bool>(-0.0));
  EXPECT_FALSE(cast_value<bool>(float16(0.f)));
  EXPECT_EQ(cast_value<float>(true), 1.f);
}

TEST(Cast, HalvesGoThroughFloat) {
  EXPECT_EQ(cast_value<std::int32_t>(float16(2.75f)), 2);
  EXPECT_EQ(cast_value<float>(cast_value<bfloat16>(std::int32_t{257})), 256.f);
  EXPECT_EQ(cast_value<float>(cast_value<float16>(bfloat16(1.5f))), 1.5f);
  EXPECT_EQ(cast_value<std::uint8_t>(float16(INFINITY)), 255);
}

}  // namespace
}  // namespace beras
