#include <numbers>

#include <beras/backend/cpu/dispatch.h>
#include <beras/backend/cpu/float_functions.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/unary_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/lanes-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

template <typename Function>
void run_unary(const float* from, float* to, std::int64_t count, const Function& function) {
  sweep(0, count, [&](const auto& at) HWY_ATTR { at.store(function(Lanes(at.load(from))).v, to); });
}

template <typename Slope>
void run_gradient(const float* from, const float* value, const float* upstream, float* to,
                  std::int64_t count, const Slope& slope) {
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    const Lanes derivative = slope(Lanes(at.load(from)), Lanes(at.load(value)));
    at.store(hn::Mul(at.load(upstream), derivative.v), to);
  });
}

void unary_floats(const UnaryFunction& f, const float* from, float* to, std::int64_t count) {
  const LaneMathematics m;
  // clang-format off
  switch (f.kind) {
#define BERAS_UNARY(kind, value, derivative) \
    case UnaryKind::kind: return run_unary(from, to, count, [&](Lanes x) HWY_ATTR -> Lanes { return value; });
#include <beras/backend/unary_functions.def>
    default: return;  // gives bools
  }
  // clang-format on
}

void unary_gradient_floats(const UnaryFunction& f, const float* from, const float* value,
                           const float* upstream, float* to, std::int64_t count) {
  const LaneMathematics m;
  // clang-format off
  switch (f.kind) {
#define BERAS_UNARY(kind, value_of_x, derivative)                    \
    case UnaryKind::kind:                                            \
      return run_gradient(from, value, upstream, to, count,          \
          [&]([[maybe_unused]] Lanes x, [[maybe_unused]] Lanes y) HWY_ATTR -> Lanes { return derivative; });
#include <beras/backend/unary_functions.def>
    default: return;  // gives bools
  }
  // clang-format on
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(unary_floats);
BERAS_EXPORT(unary_gradient_floats);

void unary_floats(const UnaryFunction& function, const float* x, float* out, std::int64_t count) {
  BERAS_DISPATCH(unary_floats)(function, x, out, count);
}

void unary_gradient_floats(const UnaryFunction& function, const float* x, const float* y,
                           const float* dy, float* dx, std::int64_t count) {
  BERAS_DISPATCH(unary_gradient_floats)(function, x, y, dy, dx, count);
}

}  // namespace beras::backend::cpu
#endif
