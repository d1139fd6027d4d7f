#include <beras/backend/reference/random.h>

#include <cmath>
#include <numeric>
#include <type_traits>
#include <utility>

#include <beras/backend/reference/normal_quantile_internal.h>
#include <beras/base/random.h>

namespace beras::backend::reference {
namespace {

constexpr double below_minus_two = 0.022750131948179195;  // P(z < -2), z standard normal

/// The words of philox(key, 0), philox(key, 1) ... as one sequence.
class Words {
 public:
  explicit Words(std::uint64_t key) : key_(key), block_(philox(key, 0)) {}

  std::uint32_t word(std::int64_t i) {
    const auto counter = static_cast<std::uint64_t>(i) / 4;
    if (counter != counter_) block_ = philox(key_, counter_ = counter);
    return block_[static_cast<std::size_t>(i) % 4];
  }
  std::uint32_t half_word(std::int64_t i) { return word(i / 2) >> (16 * (i % 2)) & 0xffff; }
  std::uint64_t double_word(std::int64_t i) {
    const std::uint64_t high = word(2 * i);
    return high << 32 | word(2 * i + 1);
  }

 private:
  std::uint64_t key_;
  std::uint64_t counter_ = 0;
  std::array<std::uint32_t, 4> block_;
};

/// What T is computed in.
template <typename T>
using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;

template <typename T>
constexpr int digits = 24;
template <>
constexpr int digits<bfloat16> = 8;
template <>
constexpr int digits<float16> = 11;

/// In [0, 1), with as many random bits as T can hold.
template <typename T>
T unit(Words& words, std::int64_t i) {
  if constexpr (std::is_same_v<T, double>) {
    const std::uint64_t bits = words.double_word(i);
    return to_unit_double(static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits));
  } else {
    const auto bits = static_cast<float>(words.word(i) >> (32 - digits<T>));
    return static_cast<T>(std::ldexp(bits, -digits<T>));
  }
}

/// In (0, 1), symmetric about 1/2.
template <typename T>
double open_unit(Words& words, std::int64_t i) {
  if constexpr (std::is_same_v<T, double>) {
    return (static_cast<double>(words.double_word(i) >> 12) + 0.5) * 0x1p-52;
  } else {
    return (words.word(i) + 0.5) * 0x1p-32;
  }
}

template <typename T>
T draw(RandomKind kind, Words& words, std::int64_t i, double a, double b) {
  if (kind == RandomKind::uniform) {
    const auto low = static_cast<Compute<T>>(a), high = static_cast<Compute<T>>(b);
    const auto value = static_cast<T>(low + (high - low) * unit<T>(words, i));
    return value < high ? value : static_cast<T>(low);  // the sum may round up to b
  }
  double p = open_unit<T>(words, i);
  if (kind == RandomKind::truncated_normal) p = below_minus_two + (1 - 2 * below_minus_two) * p;
  return static_cast<T>(a + b * normal_quantile(p));
}

}  // namespace

void Random::fill_range(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out,
                        std::int64_t begin, std::int64_t end) {
  visit_dtype(out.dtype(), [&]<typename T>(T) {
    auto* values = static_cast<T*>(out.raw());
    Words words(key);
    if constexpr (!std::is_integral_v<T>) {
      for (std::int64_t i = begin; i < end; ++i) values[i] = draw<T>(kind, words, i, a, b);
    }
  });
}

void Random::fill(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out) const {
  fill_range(kind, key, a, b, out, 0, out.size());
}

void Random::integers(std::uint64_t key, std::int64_t low, std::int64_t high, Tensor& out) const {
  const auto start = static_cast<std::uint64_t>(low);
  const std::uint64_t range = static_cast<std::uint64_t>(high) - start;
  Words words(key);
  visit_dtype(out.dtype(), [&]<typename T>(T) {
    auto* values = static_cast<T*>(out.raw());
    for (std::int64_t i = 0; i < out.size(); ++i) {
      const auto value = static_cast<std::int64_t>(start + words.double_word(i) % range);
      values[i] = static_cast<T>(value);
    }
  });
}

void Random::dropout(std::uint64_t key, double rate, const Tensor& x, Tensor& out) const {
  Words words(key);
  const std::uint32_t threshold = drop_threshold(rate);
  visit_dtype(x.dtype(), [&]<typename T>(T) {
    const auto* from = static_cast<const T*>(x.raw());
    auto* to = static_cast<T*>(out.raw());
    const auto scale = static_cast<Compute<T>>(1 / (1 - rate));
    for (std::int64_t i = 0; i < x.size(); ++i) {
      const bool keeps = words.half_word(i) >= threshold;
      to[i] = keeps ? static_cast<T>(from[i] * scale) : T();
    }
  });
}

void Random::permutation(std::uint64_t key, Tensor& out) const {
  auto* order = static_cast<std::int64_t*>(out.raw());
  std::iota(order, order + out.size(), 0);
  Words words(key);
  for (std::int64_t i = out.size() - 1; i > 0; --i) {
    const auto other = words.double_word(i) % static_cast<std::uint64_t>(i + 1);
    std::swap(order[i], order[other]);
  }
}

std::uint32_t drop_threshold(double rate) {
  return static_cast<std::uint32_t>(std::lround(rate * 0x1p16));
}

}  // namespace beras::backend::reference
