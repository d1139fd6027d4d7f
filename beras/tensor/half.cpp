#include <beras/tensor/half.h>

#include <bit>
#include <cmath>

namespace beras {

bfloat16::bfloat16(float value) {
  std::uint32_t pattern = std::bit_cast<std::uint32_t>(value);
  if (std::isnan(value)) {
    bits = static_cast<std::uint16_t>(pattern >> 16 | 0x40);  // stays a NaN when its payload is cut
    return;
  }
  pattern += 0x7fff + (pattern >> 16 & 1);
  bits = static_cast<std::uint16_t>(pattern >> 16);
}

bfloat16::operator float() const {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

float16::float16(float value) {
  constexpr std::uint32_t smallest_normal = 0x38800000;     // 2^-14
  constexpr std::uint32_t rounds_to_infinity = 0x477ff000;  // 65520
  const std::uint32_t pattern = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = pattern >> 16 & 0x8000;
  const std::uint32_t magnitude = pattern & 0x7fffffff;
  std::uint32_t half = 0;
  if (std::isnan(value)) {
    half = 0x7e00;
  } else if (magnitude >= rounds_to_infinity) {
    half = 0x7c00;
  } else if (magnitude < smallest_normal) {
    // One unit in the last place of 0.5f is the smallest subnormal, so the addition rounds for us.
    half = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5f) - 0x3f000000;
  } else {
    const std::uint32_t rebiased = magnitude - (112u << 23);
    half = (rebiased + 0xfff + (rebiased >> 13 & 1)) >> 13;
  }
  bits = static_cast<std::uint16_t>(sign | half);
}

float16::operator float() const {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000) << 16;
  const std::uint32_t exponent = bits >> 10 & 0x1f;
  const std::uint32_t fraction = bits & 0x3ff;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide_exponent = exponent == 0x1f ? 0xff : exponent + 112;
  return std::bit_cast<float>(sign | wide_exponent << 23 | fraction << 13);
}

}  // namespace beras
