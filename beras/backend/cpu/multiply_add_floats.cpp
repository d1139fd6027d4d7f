#include <beras/backend/cpu/float_functions.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/multiply_add_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

void multiply_add_floats(const MultiplyAdd& task, std::int64_t begin, std::int64_t end) {
  const MultiplyAdd t = task;
  sweep_into(t.out, t.past_cache, begin, end, [&](const auto& at) HWY_ATTR {
    const auto a = load_by_step(at, t.a, t.a_step), b = load_by_step(at, t.b, t.b_step);
    at.store(hn::MulAdd(a, b, load_by_step(at, t.c, t.c_step)), t.out);
  });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(multiply_add_floats);

void multiply_add_floats(const MultiplyAdd& task, std::int64_t begin, std::int64_t end) {
  BERAS_DISPATCH(multiply_add_floats)(task, begin, end);
}

}  // namespace beras::backend::cpu
#endif
