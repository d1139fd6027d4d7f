#include <beras/backend/cpu/float_functions.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/where_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

void where_floats(const bool* condition, const float* a, std::int64_t a_step, const float* b,
                  std::int64_t b_step, float* out, std::int64_t count) {
  const hn::Rebind<std::uint8_t, Floats> bytes;
  const hn::RebindToUnsigned<Floats> words;
  const auto step = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const auto load = [](const float* from, std::int64_t from_step, std::int64_t i) HWY_ATTR {
    return from_step == 0 ? hn::Set(Floats(), *from) : hn::LoadU(Floats(), from + i);
  };
  std::int64_t i = 0;
  for (; i + step <= count; i += step) {
    const auto flags = hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(condition + i));
    const auto chosen = hn::Ne(hn::PromoteTo(words, flags), hn::Zero(words));
    const auto value =
        hn::IfThenElse(hn::RebindMask(Floats(), chosen), load(a, a_step, i), load(b, b_step, i));
    hn::StoreU(value, Floats(), out + i);
  }
  for (; i < count; ++i) out[i] = condition[i] ? a[i * a_step] : b[i * b_step];
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(where_floats);

void where_floats(const bool* condition, const float* a, std::int64_t a_step, const float* b,
                  std::int64_t b_step, float* out, std::int64_t count) {
  BERAS_DISPATCH(where_floats)(condition, a, a_step, b, b_step, out, count);
}

}  // namespace beras::backend::cpu
#endif
