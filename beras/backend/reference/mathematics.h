// The mathematics of single numbers, by their Keras names: the `m` of unary_functions.def, and the
// functions of two numbers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include <beras/backend/elementwise.h>
#include <beras/backend/nan_internal.h>

namespace beras::backend::reference {

/// x with erf(x) = y: Winitzki's approximation, made exact by Halley's method on erfc, which keeps
/// its digits where y is near 1.
inline double erfinv(double y) {
  const double rest = 1 - std::abs(y);
  if (!(rest > 0)) return rest == 0 ? std::copysign(INFINITY, y) : NAN;
  const double log = std::log1p(-y * y), a = 0.147, b = 1 / (a * std::numbers::pi) * 2 + log / 2;
  double x = std::sqrt(std::max(std::sqrt(b * b - log / a) - b, 0.0));
  for (int step = 0; step < 3; ++step) {
    const double error = rest > 0.5 ? std::erf(x) - std::abs(y) : rest - std::erfc(x);
    x -= error / (2 * std::numbers::inv_sqrtpi * std::exp(-x * x) + x * error);
  }
  return std::copysign(x, y);
}

/// Numbers of type T, float or double.
template <typename T>
struct Mathematics {
  static T abs(T x) { return std::abs(x); }
  static T sign(T x) { return x > 0 ? T(1) : x < 0 ? T(-1) : x; }
  static T square(T x) { return x * x; }
  static T sqrt(T x) { return std::sqrt(x); }
  static T cbrt(T x) { return std::cbrt(x); }
  static T exp(T x) { return std::exp(x); }
  static T exp2(T x) { return std::exp2(x); }
  static T expm1(T x) { return std::expm1(x); }
  static T log(T x) { return std::log(x); }
  static T log1p(T x) { return std::log1p(x); }
  static T log2(T x) { return std::log2(x); }
  static T log10(T x) { return std::log10(x); }
  static T sin(T x) { return std::sin(x); }
  static T cos(T x) { return std::cos(x); }
  static T tan(T x) { return std::tan(x); }
  static T arcsin(T x) { return std::asin(x); }
  static T arccos(T x) { return std::acos(x); }
  static T arctan(T x) { return std::atan(x); }
  static T sinh(T x) { return std::sinh(x); }
  static T cosh(T x) { return std::cosh(x); }
  static T tanh(T x) { return std::tanh(x); }
  static T arcsinh(T x) { return std::asinh(x); }
  static T arccosh(T x) { return std::acosh(x); }
  static T arctanh(T x) { return std::atanh(x); }
  static T erf(T x) { return std::erf(x); }
  static T erfc(T x) { return std::erfc(x); }
  static T erfinv(T x) { return static_cast<T>(reference::erfinv(x)); }
  static T floor(T x) { return std::floor(x); }
  static T ceil(T x) { return std::ceil(x); }
  /// Halves go to the even neighbour, as in NumPy.
  static T round(T x) { return std::nearbyint(x); }
  static T trunc(T x) { return std::trunc(x); }
  static T clip(T x, T low, T high) {
    const T raised = x < low ? low : x;
    return raised > high ? high : raised;
  }
  /// 1 / (1 + exp(-x)) without overflow.
  static T sigmoid(T x) {
    const T e = std::exp(-std::abs(x));
    return (x < 0 ? e : T(1)) / (1 + e);
  }
  /// log(1 + exp(x)) without overflow.
  static T softplus(T x) { return (x < 0 ? T(0) : x) + std::log1p(std::exp(-std::abs(x))); }
  static T where(bool condition, T a, T b) { return condition ? a : b; }
  static T indicator(bool condition, T) { return condition ? T(1) : T(0); }
  static T constant(T value, T) { return value; }

  /// The remainder with the sign of the divisor: a - floor(a / b) b.
  static T mod(T a, T b) {
    const T rest = std::fmod(a, b);
    if (rest == 0) return std::copysign(rest, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
  }
  /// The whole number (a - mod(a, b)) / b; as NumPy, a / b where b is 0.
  static T floor_divide(T a, T b) { return b == 0 ? a / b : std::round((a - mod(a, b)) / b); }
  static T maximum(T a, T b) { return a > b || is_nan(a) ? a : b; }
  static T minimum(T a, T b) { return a < b || is_nan(a) ? a : b; }
  /// log(exp(a) + exp(b)) without overflow, also for two equal infinities.
  static T logaddexp(T a, T b) {
    const T distance = a == b ? T(0) : std::abs(a - b);
    return maximum(a, b) + std::log1p(std::exp(-distance));
  }
  static T heaviside(T a, T b) { return a < 0 ? T(0) : a > 0 ? T(1) : a == 0 ? b : a; }
};

/// f(a, b) for floating numbers; a kind that gives bools gives 0 or 1.
template <typename T>
T binary_value(BinaryKind kind, T a, T b) {
  const Mathematics<T> m;
  // clang-format off
  switch (kind) {
    case BinaryKind::add: return a + b;
    case BinaryKind::subtract: return a - b;
    case BinaryKind::multiply: return a * b;
    case BinaryKind::divide: return a / b;
    case BinaryKind::divide_no_nan: return b == 0 ? T(0) : a / b;
    case BinaryKind::floor_divide: return m.floor_divide(a, b);
    case BinaryKind::mod: return m.mod(a, b);
    case BinaryKind::fmod: return std::fmod(a, b);
    case BinaryKind::power: return std::pow(a, b);
    case BinaryKind::maximum: return m.maximum(a, b);
    case BinaryKind::minimum: return m.minimum(a, b);
    case BinaryKind::arctan2: return std::atan2(a, b);
    case BinaryKind::hypot: return std::hypot(a, b);
    case BinaryKind::logaddexp: return m.logaddexp(a, b);
    case BinaryKind::heaviside: return m.heaviside(a, b);
    case BinaryKind::equal: return a == b;
    case BinaryKind::not_equal: return a != b;
    case BinaryKind::less: return a < b;
    case BinaryKind::less_equal: return a <= b;
    case BinaryKind::greater: return a > b;
    case BinaryKind::greater_equal: return a >= b;
    case BinaryKind::logical_and: return a != 0 && b != 0;
    case BinaryKind::logical_or: return a != 0 || b != 0;
    case BinaryKind::logical_xor: return (a != 0) != (b != 0);
    default: return 0;  // bitwise kinds take no floats
  }
  // clang-format on
}

/// Integers and bools, computed modulo 2^64; the cut to a narrower type is the caller's.
inline std::int64_t wrapping_multiply(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
}

/// a^b by squaring; what would be a fraction is cut to 0.
inline std::int64_t integer_power(std::int64_t a, std::int64_t b) {
  if (b < 0) return a == 1 ? 1 : a == -1 ? (b % 2 ? -1 : 1) : 0;
  std::int64_t result = 1;
  for (; b > 0; b /= 2, a = wrapping_multiply(a, a)) {
    if (b % 2) result = wrapping_multiply(result, a);
  }
  return result;
}

/// Division cut towards zero; 0 where b is 0.
inline std::int64_t integer_divide(std::int64_t a, std::int64_t b) {
  return b == 0 ? 0 : b == -1 ? wrapping_multiply(a, -1) : a / b;
}

inline std::int64_t binary_value(BinaryKind kind, std::int64_t a, std::int64_t b) {
  const auto bits = [](std::int64_t x) { return static_cast<std::uint64_t>(x); };
  const std::int64_t fmod = b == 0 || b == -1 ? 0 : a % b;
  const bool rounds_down = fmod != 0 && (fmod < 0) != (b < 0);
  // clang-format off
  switch (kind) {
    case BinaryKind::add: return static_cast<std::int64_t>(bits(a) + bits(b));
    case BinaryKind::subtract: return static_cast<std::int64_t>(bits(a) - bits(b));
    case BinaryKind::multiply: return wrapping_multiply(a, b);
    case BinaryKind::divide_no_nan: return integer_divide(a, b);
    case BinaryKind::floor_divide: return integer_divide(a, b) - rounds_down;
    case BinaryKind::mod: return rounds_down ? fmod + b : fmod;
    case BinaryKind::fmod: return fmod;
    case BinaryKind::power: return integer_power(a, b);
    case BinaryKind::maximum: return std::max(a, b);
    case BinaryKind::minimum: return std::min(a, b);
    case BinaryKind::heaviside: return a < 0 ? 0 : a > 0 ? 1 : b;
    case BinaryKind::bitwise_and: return a & b;
    case BinaryKind::bitwise_or: return a | b;
    case BinaryKind::bitwise_xor: return a ^ b;
    case BinaryKind::left_shift: return bits(b) > 63 ? 0 : static_cast<std::int64_t>(bits(a) << b);
    case BinaryKind::right_shift: return a >> std::min<std::uint64_t>(bits(b), 63);
    case BinaryKind::equal: return a == b;
    case BinaryKind::not_equal: return a != b;
    case BinaryKind::less: return a < b;
    case BinaryKind::less_equal: return a <= b;
    case BinaryKind::greater: return a > b;
    case BinaryKind::greater_equal: return a >= b;
    case BinaryKind::logical_and: return a != 0 && b != 0;
    case BinaryKind::logical_or: return a != 0 || b != 0;
    case BinaryKind::logical_xor: return (a != 0) != (b != 0);
    default: return 0;  // the rest takes only floats
  }
  // clang-format on
}

}  // namespace beras::backend::reference
