#include <beras/backend/cpu/float_functions.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/cast_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

void to_floats(const bfloat16* x, float* out, std::int64_t count) {
  sweep(0, count, [&](const auto& at) HWY_ATTR { at.store(at.load(x), out); });
}

void to_bfloat16(const float* x, bfloat16* out, std::int64_t count) {
  sweep(0, count, [&](const auto& at) HWY_ATTR { at.store(at.load(x), out); });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(to_floats);
BERAS_EXPORT(to_bfloat16);

void widen(const bfloat16* x, float* out, std::int64_t count) {
  BERAS_DISPATCH(to_floats)(x, out, count);
}

void narrow(const float* x, bfloat16* out, std::int64_t count) {
  BERAS_DISPATCH(to_bfloat16)(x, out, count);
}

}  // namespace beras::backend::cpu
#endif
