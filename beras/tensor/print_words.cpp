#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include <beras/base/error.h>
#include <beras/base/hold_traps.h>
#include <beras/tensor/print_words_internal.h>

namespace beras {
namespace {

constexpr int precision = 8;

/// digits[0].digits[1...] * 10^exponent
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

/// Reads what "%.*e" prints; trailing zeros are dropped.
Decimal parse_scientific(std::string text) {
  Decimal decimal;
  decimal.negative = text[0] == '-';
  if (decimal.negative) text.erase(0, 1);
  const std::size_t mark = text.find('e');
  decimal.exponent = std::stoi(text.substr(mark + 1));
  decimal.digits = text.substr(0, mark);
  std::erase(decimal.digits, '.');
  decimal.digits.resize(std::max<std::size_t>(decimal.digits.find_last_not_of('0') + 1, 1));
  return decimal;
}

Decimal exact(double value, int fraction_digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*e", fraction_digits, value);
  return parse_scientific(text);
}

/// The fewest digits that tell `value` from every other T.
template <typename T>
Decimal shortest(T value) {
  if constexpr (is_half_v<T>) {
    for (int fraction_digits = 0;; ++fraction_digits) {
      Decimal decimal = exact(value, fraction_digits);
      const std::string text = (decimal.negative ? "-." : ".") + decimal.digits + "e" +
                               std::to_string(decimal.exponent + 1);
      if (T(std::stof(text)).bits == value.bits) return decimal;
    }
  } else {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
    return parse_scientific(std::string(text, end.ptr));
  }
}

/// "12.5", "3." or "-0.001": all digits before the point, and at least one.
std::string positional(const Decimal& decimal) {
  const auto count = static_cast<int>(decimal.digits.size());
  const int before = std::max(decimal.exponent + 1, 0);
  std::string text = decimal.negative ? "-" : "";
  if (before == 0) text += "0";
  text += decimal.digits.substr(0, static_cast<std::size_t>(std::min(before, count)));
  text.append(static_cast<std::size_t>(std::max(before - count, 0)), '0');
  text += ".";
  if (count > before) {
    text.append(static_cast<std::size_t>(before - decimal.exponent - 1), '0');
    text += decimal.digits.substr(static_cast<std::size_t>(before));
  }
  return text;
}

std::string exponent_text(int exponent, int width) {
  char text[16];
  std::snprintf(text, sizeof text, "e%c%0*d", exponent < 0 ? '-' : '+', width, std::abs(exponent));
  return text;
}

std::string non_finite_text(double value) {
  if (std::isnan(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}

/// From here on numbers have more digits than the type can tell apart, and NumPy turns scientific.
template <typename T>
double positional_limit(double limit_of_double) {
  if constexpr (std::is_same_v<T, double>) return limit_of_double;
  return std::is_same_v<T, float16> ? 1e3 : 1e6;
}

/// The comparisons happen in the element type, as in NumPy.
template <typename T>
bool needs_scientific(const std::vector<T>& values) {
  T least = T(std::numeric_limits<float>::infinity());
  T greatest = T(0.f);
  for (const T value : values) {
    const T magnitude = value < 0 ? T(-value) : value;
    if (!std::isfinite(value) || magnitude == 0) continue;
    least = std::min(least, magnitude);
    greatest = std::max(greatest, magnitude);
  }
  if (greatest == 0) return false;
  return greatest >= positional_limit<T>(1e8) || least < T(0.0001f) || T(greatest / least) > 1000;
}

std::vector<std::string> align_right(std::vector<std::string> words) {
  std::size_t width = 0;
  for (const std::string& word : words) width = std::max(width, word.size());
  for (std::string& word : words) word.insert(0, width - word.size(), ' ');
  return words;
}

/// Digits beyond those that tell the number apart are its true ones, not zeros.
std::string scientific_word(double value, int fraction_digits, int exponent_width) {
  Decimal decimal = exact(value, fraction_digits);
  decimal.digits.resize(static_cast<std::size_t>(fraction_digits) + 1, '0');
  return (decimal.negative ? "-" : "") + decimal.digits.substr(0, 1) + "." +
         decimal.digits.substr(1) + exponent_text(decimal.exponent, exponent_width);
}

template <typename T>
std::vector<std::string> scientific_words(const std::vector<T>& values) {
  int fraction_digits = 0;
  int exponent_width = 2;
  for (const T value : values) {
    if (!std::isfinite(value)) continue;
    Decimal decimal = shortest(value);
    if (static_cast<int>(decimal.digits.size()) > precision + 1) decimal = exact(value, precision);
    fraction_digits = std::max(fraction_digits, static_cast<int>(decimal.digits.size()) - 1);
    if (std::abs(decimal.exponent) >= 100) exponent_width = 3;
  }
  std::vector<std::string> words;
  words.reserve(values.size());
  for (const T value : values) {
    words.push_back(std::isfinite(value) ? scientific_word(value, fraction_digits, exponent_width)
                                         : non_finite_text(value));
  }
  return align_right(std::move(words));
}

template <typename T>
std::string positional_word(T value) {
  const Decimal decimal = shortest(value);
  const int fraction_digits = static_cast<int>(decimal.digits.size()) - 1 - decimal.exponent;
  if (fraction_digits <= precision) return positional(decimal);
  char text[512];
  std::snprintf(text, sizeof text, "%.*f", precision, static_cast<double>(value));
  std::string word = text;
  word.erase(word.find_last_not_of('0') + 1);
  return word;
}

template <typename T>
std::vector<std::string> positional_words(const std::vector<T>& values) {
  std::vector<std::string> words;
  std::size_t fraction_width = 0;
  for (const T value : values) {
    words.push_back(std::isfinite(value) ? positional_word(value) : non_finite_text(value));
    if (std::isfinite(value)) {
      fraction_width = std::max(fraction_width, words.back().size() - words.back().find('.') - 1);
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    const std::size_t fraction = words[i].size() - words[i].find('.') - 1;
    words[i].append(fraction_width - fraction, ' ');
  }
  return align_right(std::move(words));
}

template <typename T>
std::string scalar_text(T value) {
  if (!std::isfinite(value)) return non_finite_text(value);
  const Decimal decimal = shortest(value);
  const double magnitude = std::abs(static_cast<double>(value));
  if (magnitude == 0 || (magnitude >= 1e-4 && magnitude < positional_limit<T>(1e16))) {
    std::string text = positional(decimal);
    return text.back() == '.' ? text + "0" : text;
  }
  std::string text = (decimal.negative ? "-" : "") + decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += "." + decimal.digits.substr(1);
  return text + exponent_text(decimal.exponent, 2);
}

}  // namespace

std::vector<std::string> print_words(const Tensor& elements) {
  const HoldTraps hold;  // comparisons with NaN
  return visit_dtype(elements.dtype(), [&](auto type) {
    using T = decltype(type);
    const std::vector<T> values = elements.to_vector<T>();
    if constexpr (std::is_integral_v<T>) {
      std::vector<std::string> words;
      for (const T value : values) {
        if constexpr (std::is_same_v<T, bool>)
          words.push_back(value ? " True" : "False");
        else
          words.push_back(std::to_string(value));
      }
      return align_right(std::move(words));
    } else {
      return needs_scientific(values) ? scientific_words(values) : positional_words(values);
    }
  });
}

std::string print_scalar(const Tensor& element) {
  return visit_dtype(element.dtype(), [&](auto type) -> std::string {
    using T = decltype(type);
    const T value = element.to_vector<T>()[0];
    if constexpr (std::is_same_v<T, bool>)
      return value ? "True" : "False";
    else if constexpr (std::is_integral_v<T>)
      return std::to_string(value);
    else
      return scalar_text(value);
  });
}

}  // namespace beras
