#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include <beras/tensor/half.h>

namespace beras {
namespace {

float through_half(float value) { return float16(value); }
float through_bfloat(float value) { return bfloat16(value); }

template <typename Half>
void expect_every_pattern_comes_back() {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    Half half;
    half.bits = static_cast<std::uint16_t>(bits);
    const float value = half;
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(static_cast<float>(Half(value))));
    } else {
      ASSERT_EQ(Half(value).bits, half.bits) << "pattern " << bits;
    }
  }
}

TEST(Float16, EveryPatternComesBack) { expect_every_pattern_comes_back<float16>(); }

TEST(BFloat16, EveryPatternComesBack) { expect_every_pattern_comes_back<bfloat16>(); }

TEST(Float16, Values) {
  EXPECT_EQ(through_half(1.f), 1.f);
  EXPECT_EQ(float16(1.f).bits, 0x3c00);
  EXPECT_EQ(float16(-2.f).bits, 0xc000);
  EXPECT_EQ(float16(65504.f).bits, 0x7bff);
  EXPECT_EQ(float16(0x1p-14f).bits, 0x0400);
  EXPECT_EQ(float16(0x1p-24f).bits, 0x0001);
  EXPECT_EQ(float16(-0.f).bits, 0x8000);
  EXPECT_EQ(through_half(0.1f), 0.0999755859375f);
}

TEST(Float16, RoundsToNearestEven) {
  EXPECT_EQ(through_half(1.f + 0x1p-11f), 1.f);                // halfway, even below
  EXPECT_EQ(through_half(1.f + 3 * 0x1p-11f), 1.f + 0x1p-9f);  // halfway, even above
  EXPECT_EQ(through_half(1.f + 0x1.2p-11f), 1.f + 0x1p-10f);   // above halfway
  EXPECT_EQ(through_half(0x1p-25f), 0.f);                      // halfway to the least subnormal
  EXPECT_EQ(through_half(0x1.8p-25f), 0x1p-24f);
  EXPECT_EQ(through_half(1.5f * 0x1p-24f), 0x1p-23f);
}

TEST(Float16, OverflowsToInfinity) {
  EXPECT_EQ(through_half(65519.f), 65504.f);
  EXPECT_TRUE(std::isinf(through_half(65520.f)));
  EXPECT_EQ(through_half(-1e30f), -INFINITY);
  EXPECT_TRUE(std::isnan(through_half(NAN)));
}

TEST(BFloat16, Values) {
  EXPECT_EQ(bfloat16(1.f).bits, 0x3f80);
  EXPECT_EQ(bfloat16(-0.f).bits, 0x8000);
  EXPECT_EQ(through_bfloat(3.14159274f), 3.140625f);
  EXPECT_EQ(through_bfloat(INFINITY), INFINITY);
}

TEST(BFloat16, RoundsToNearestEven) {
  EXPECT_EQ(through_bfloat(1.f + 0x1p-8f), 1.f);
  EXPECT_EQ(through_bfloat(1.f + 3 * 0x1p-8f), 1.f + 0x1p-6f);
  EXPECT_EQ(through_bfloat(1.f + 0x1.2p-8f), 1.f + 0x1p-7f);
  EXPECT_EQ(through_bfloat(std::numeric_limits<float>::max()), INFINITY);
}

TEST(BFloat16, NanStaysNanWhateverItsPayload) {
  for (const std::uint32_t payload : {1u, 0x7fffu, 0x3fffffu}) {
    float value = 0;
    const std::uint32_t bits = 0x7f800000u | payload;
    std::memcpy(&value, &bits, sizeof value);
    EXPECT_TRUE(std::isnan(through_bfloat(value)));
  }
}

}  // namespace
}  // namespace beras
