// The one meaning of a cast between element types, defined for every value.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include <beras/tensor/half.h>

namespace beras {

template <typename T>
inline constexpr bool is_half_v = std::is_same_v<T, float16> || std::is_same_v<T, bfloat16>;

/// `value` as To: bool is value != 0; a fraction is cut towards zero; a float beyond the range of
/// an integer gives the nearest integer there is, NaN gives 0; an integer beyond the range of
/// another wraps around, as in NumPy.
template <typename To, typename From>
constexpr To cast_value(From value) {
  if constexpr (std::is_same_v<To, From>) {
    return value;
  } else if constexpr (is_half_v<From>) {
    return cast_value<To>(static_cast<float>(value));
  } else if constexpr (is_half_v<To>) {
    return To(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
    constexpr auto lowest = static_cast<From>(std::numeric_limits<To>::min());
    constexpr auto beyond = static_cast<From>(std::uint64_t{1} << std::numeric_limits<To>::digits);
    if (value >= beyond) return std::numeric_limits<To>::max();
    if (value > lowest) return static_cast<To>(value);
    return value <= lowest ? std::numeric_limits<To>::min() : To(0);  // NaN is neither
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace beras
