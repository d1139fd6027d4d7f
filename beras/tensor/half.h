// The two 16-bit floats. They store; arithmetic happens in float.
#pragma once

#include <cstdint>

#include <beras/base/export.h>

namespace beras {

/// bfloat16: the upper half of a float32 (8 exponent bits, 7 fraction bits), rounded to nearest
/// even.
struct BERAS_API bfloat16 {
  std::uint16_t bits = 0;

  bfloat16() = default;
  explicit bfloat16(float value);
  operator float() const;
};

/// IEEE 754 binary16 (5 exponent bits, 10 fraction bits), rounded to nearest even, with subnormals.
struct BERAS_API float16 {
  std::uint16_t bits = 0;

  float16() = default;
  explicit float16(float value);
  operator float() const;
};

}  // namespace beras
