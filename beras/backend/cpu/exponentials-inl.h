// What softmax and cross-entropy share: the exponentials of a row; compiled once for each
// instruction set.
#if defined(BERAS_BACKEND_CPU_EXPONENTIALS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BERAS_BACKEND_CPU_EXPONENTIALS_INL_H
#undef BERAS_BACKEND_CPU_EXPONENTIALS_INL_H
#else
#define BERAS_BACKEND_CPU_EXPONENTIALS_INL_H
#endif

#include <hwy/contrib/math/math-inl.h>

#include <limits>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

/// exp x; Highway's gives 0 for not-a-number, which must not vanish, and is right up to 104 only,
/// where it is infinite.
HWY_INLINE FloatVector exponential(FloatVector x) {
  const auto bounded = hn::Min(x, hn::Set(Floats(), 104));
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Exp(Floats(), bounded));
}

/// max x.
HWY_INLINE float row_max(const float* x, std::int64_t count) {
  constexpr float least = -std::numeric_limits<float>::infinity();
  auto largest = hn::Set(Floats(), least);
  sweep(0, count, [&](const auto& at) HWY_ATTR { largest = hn::Max(largest, at.load(x, least)); });
  return hn::GetLane(hn::MaxOfLanes(Floats(), largest));
}

/// exp(x - m) at one place of a row; 0 beyond its end.
template <typename At>
HWY_INLINE FloatVector shifted_exponential(const At& at, const float* x, FloatVector m) {
  return exponential(hn::Sub(at.load(x, -std::numeric_limits<float>::infinity()), m));
}

/// sum exp(x - m).
HWY_INLINE float exponential_sum(const float* x, std::int64_t count, float m) {
  const auto shift = hn::Set(Floats(), m);
  return sweep_sum(count,
                   [&](const auto& at) HWY_ATTR { return shifted_exponential(at, x, shift); });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
