#include <beras/backend/cpu/pool_windows.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/pool_windows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

template <typename T>
void max_of_window(const T* image, std::int64_t channels, std::int32_t first, Cells cells,
                   T* largest, std::int32_t* where) {
  const hn::RebindToSigned<Floats> integers;
  const T* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    auto best = at.load(corner + cells[0] * channels);
    auto best_cell = hn::Set(integers, first + cells[0]);
    auto sum = best;
    const auto search = [&](const auto& beats) HWY_ATTR {
      for (const std::int32_t cell : cells.subspan(1)) {
        const auto value = at.load(corner + cell * channels);
        const auto wins = beats(value, best);
        const auto number = hn::Set(integers, first + cell);
        best = hn::IfThenElse(wins, value, best);
        best_cell = hn::IfThenElse(hn::RebindMask(integers, wins), number, best_cell);
        sum = hn::Add(sum, value);
      }
    };
    search([](FloatVector value, FloatVector old) HWY_ATTR { return hn::Gt(value, old); });
    if (!hn::AllFalse(Floats(), hn::IsNaN(sum))) {  // among them may be NaN: the first one wins
      best = at.load(corner + cells[0] * channels);
      best_cell = hn::Set(integers, first + cells[0]);
      search([](FloatVector value, FloatVector old) HWY_ATTR {
        return hn::Or(hn::Gt(value, old), hn::AndNot(hn::IsNaN(old), hn::IsNaN(value)));
      });
    }
    at.store(best, largest);
    at.store(hn::BitCast(Floats(), best_cell), reinterpret_cast<float*>(where));
  });
}

template <typename T>
void average_of_window(const T* image, std::int64_t channels, std::int32_t first, Cells cells,
                       T* mean) {
  const auto count = hn::Set(Floats(), static_cast<float>(cells.size()));
  const T* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    auto sum = at.load(corner + cells[0] * channels);
    for (const std::int32_t cell : cells.subspan(1)) {
      sum = hn::Add(sum, at.load(corner + cell * channels));
    }
    at.store(hn::Div(sum, count), mean);
  });
}

template <typename T>
void spread_in_window(const T* upstream, const std::int32_t* where, std::int64_t channels,
                      std::int32_t first, Cells cells, T* image) {
  const hn::RebindToSigned<Floats> integers;
  T* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    const auto value = at.load(upstream);
    const auto best = hn::BitCast(integers, at.load(reinterpret_cast<const float*>(where)));
    for (const std::int32_t cell : cells) {
      const auto is_best = hn::Eq(best, hn::Set(integers, first + cell));
      at.store(hn::IfThenElseZero(hn::RebindMask(Floats(), is_best), value),
               corner + cell * channels);
    }
  });
}

template <typename T>
void share_in_window(const T* upstream, std::int64_t channels, std::int32_t first, Cells cells,
                     T* image) {
  const auto count = hn::Set(Floats(), static_cast<float>(cells.size()));
  T* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    const auto share = hn::Div(at.load(upstream), count);
    for (const std::int32_t cell : cells) {
      T* row = corner + cell * channels;
      at.store(hn::Add(at.load(row), share), row);
    }
  });
}

template <typename T>
constexpr WindowKernels<T> kernels_of = {max_of_window<T>, average_of_window<T>,
                                         spread_in_window<T>, share_in_window<T>};

const WindowKernels<float>& float_kernels() { return kernels_of<float>; }
const WindowKernels<bfloat16>& bfloat16_kernels() { return kernels_of<bfloat16>; }

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(float_kernels);
BERAS_EXPORT(bfloat16_kernels);

template <>
const WindowKernels<float>& window_kernels() {
  return BERAS_DISPATCH(float_kernels)();
}
template <>
const WindowKernels<bfloat16>& window_kernels() {
  return BERAS_DISPATCH(bfloat16_kernels)();
}

}  // namespace beras::backend::cpu
#endif
