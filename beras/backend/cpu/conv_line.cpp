#include <beras/backend/cpu/conv_line.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/conv_line.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

// So many pixels, by two vectors of filters, that their sums fill the registers.
constexpr std::int64_t most_pixels = HWY_TARGET <= HWY_AVX3 ? 14 : 6;

/// body(0), body(1), ... with constants: what they index stays in registers.
template <int count, typename Body>
HWY_INLINE void unroll(const Body& body) {
  [&]<int... i>(std::integer_sequence<int, i...>) HWY_ATTR {
    (body(std::integral_constant<int, i>()), ...);
  }
  (std::make_integer_sequence<int, count>());
}

/// `vectors` vectors of filters, from `at` on, of `pixels` pixels.
template <int vectors, int pixels, typename At>
HWY_INLINE void convolve_block(const ConvLine& line, const At& at, const float* x, float* y) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const std::int64_t filters = line.all_filters;
  const std::int64_t stride = line.pixel_stride;
  FloatVector sum[pixels][vectors];
  unroll<vectors>([&](auto v) HWY_ATTR {
    const auto first = line.bias ? at.load(line.bias + v * lanes) : hn::Zero(Floats());
    unroll<pixels>([&](auto p) HWY_ATTR { sum[p][v] = first; });
  });
  const float* kernel = line.kernel;
  const std::int64_t steps[4] = {0, stride, 2 * stride, 3 * stride};
  for (const std::int64_t run : line.runs) {
    const float* fours[(pixels + 3) / 4];  // every fourth pixel
    unroll<(pixels + 3) / 4>([&](auto p) HWY_ATTR { fours[p] = x + run + 4 * p * stride; });
    for (std::int64_t i = 0; i < line.run_length; ++i, kernel += filters) {
      FloatVector weights[vectors];
      unroll<vectors>([&](auto v) HWY_ATTR { weights[v] = at.load(kernel + v * lanes); });
      unroll<pixels>([&](auto p) HWY_ATTR {
        const auto value = hn::Set(Floats(), fours[p / 4][steps[p % 4] + i]);
        unroll<vectors>([&](auto v)
                            HWY_ATTR { sum[p][v] = hn::MulAdd(value, weights[v], sum[p][v]); });
      });
    }
  }
  const bool is_relu = line.epilogue == Epilogue::relu;
  unroll<pixels>([&](auto p) HWY_ATTR {
    unroll<vectors>([&](auto v) HWY_ATTR {
      const auto negative = hn::Lt(sum[p][v], hn::Zero(Floats()));
      const auto result = is_relu ? hn::IfThenZeroElse(negative, sum[p][v]) : sum[p][v];
      at.store(result, y + p * filters + v * lanes);
    });
  });
}

template <int pixels>
void convolve_pixels(const ConvLine& line, std::int64_t filter, const float* x, float* y) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const std::int64_t rest = line.filters - filter;
  if (rest >= 2 * lanes) return convolve_block<2, pixels>(line, Whole{filter}, x, y);
  const auto count = static_cast<std::size_t>(std::min(rest, lanes));
  convolve_block<1, pixels>(line, Rest{filter, count}, x, y);
}

/// The kernels for 1, 2, ... pixels.
template <std::size_t... before>
constexpr auto kernels_for(std::index_sequence<before...>) {
  return std::array{&convolve_pixels<static_cast<int>(before) + 1>...};
}

/// The pixels are cut evenly, and every block of filters passes over all of them.
void convolve_line(const ConvLine& line, const float* x, float* y) {
  static constexpr auto kernels = kernels_for(std::make_index_sequence<most_pixels>());
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const std::int64_t blocks = (line.pixels - 1) / most_pixels + 1;
  for (std::int64_t filter = 0; filter < line.filters;) {
    for (std::int64_t block = 0; block < blocks; ++block) {
      const std::int64_t begin = line.pixels * block / blocks;
      const std::int64_t count = line.pixels * (block + 1) / blocks - begin;
      kernels[count - 1](line, filter, x + begin * line.pixel_stride, y + begin * line.all_filters);
    }
    filter += line.filters - filter >= 2 * lanes ? 2 * lanes : lanes;
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(convolve_line);

void convolve_line(const ConvLine& line, const float* x, float* y) {
  BERAS_DISPATCH(convolve_line)(line, x, y);
}

}  // namespace beras::backend::cpu
#endif
