#include <beras/backend/cpu/float_functions.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/binary_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

#ifdef __clang__  // which warns of loops that stay loops, as all do under sanitizers
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

// Loops so plain that the compiler makes vectors of them. `out` may be `a` or `b`, element upon
// element, which `omp simd` promises to be harmless.

template <typename T, typename Out, typename Function>
void run_row(const T* a, std::int64_t a_step, const T* b, std::int64_t b_step, Out* out,
             std::int64_t count, const Function& function) {
  if (a_step == 1 && b_step == 1) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) out[i] = function(a[i], b[i]);
  } else if (a_step == 1 && b_step == 0) {
    const T right = *b;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) out[i] = function(a[i], right);
  } else if (a_step == 0 && b_step == 1) {
    const T left = *a;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) out[i] = function(left, b[i]);
  } else {
    for (std::int64_t i = 0; i < count; ++i) out[i] = function(a[i * a_step], b[i * b_step]);
  }
}

template <typename T, typename Out, typename Function>
void run_rows(const BinaryOperands& operands, std::int64_t begin, std::int64_t end,
              const Function& function) {
  const auto steps = operands.range.steps();
  operands.range.walk(begin, end, [&](const auto& offsets, std::int64_t count) HWY_ATTR {
    run_row(static_cast<const T*>(operands.a) + offsets[0], steps[0],
            static_cast<const T*>(operands.b) + offsets[1], steps[1],
            static_cast<Out*>(operands.out) + offsets[2], count, function);
  });
}

/// For steps 0 and 1, with stores past the cache.
template <typename Function>
void run_rows_past_cache(const BinaryOperands& operands, std::int64_t begin, std::int64_t end,
                         const Function& function) {
  const auto steps = operands.range.steps();
  operands.range.walk(begin, end, [&](const auto& offsets, std::int64_t count) HWY_ATTR {
    const float* a = static_cast<const float*>(operands.a) + offsets[0];
    const float* b = static_cast<const float*>(operands.b) + offsets[1];
    float* out = static_cast<float*>(operands.out) + offsets[2];
    sweep_into(out, true, 0, count, [&](const auto& at) HWY_ATTR {
      at.store(function(load_by_step(at, a, steps[0]), load_by_step(at, b, steps[1])), out);
    });
  });
}

template <typename T>
void run_binary(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                std::int64_t end) {
  // clang-format off
  switch (kind) {
#define BERAS_BINARY(kind, Out, value) \
    case BinaryKind::kind: return run_rows<T, Out>(operands, begin, end, [](T a, T b) HWY_ATTR -> Out { return value; });
    BERAS_BINARY(add, T, a + b)
    BERAS_BINARY(subtract, T, a - b)
    BERAS_BINARY(multiply, T, a * b)
    BERAS_BINARY(divide, T, a / b)
    BERAS_BINARY(maximum, T, a > b || a != a ? a : b)
    BERAS_BINARY(minimum, T, a < b || a != a ? a : b)
    BERAS_BINARY(equal, bool, a == b)
    BERAS_BINARY(not_equal, bool, a != b)
    BERAS_BINARY(less, bool, a < b)
    BERAS_BINARY(less_equal, bool, a <= b)
    BERAS_BINARY(greater, bool, a > b)
    BERAS_BINARY(greater_equal, bool, a >= b)
#undef BERAS_BINARY
    default: return;  // is not vectorized
  }
  // clang-format on
}

void binary_floats(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                   std::int64_t end) {
  if (operands.past_cache) {
    // clang-format off
    switch (kind) {
#define BERAS_BINARY(kind, Function) \
      case BinaryKind::kind: return run_rows_past_cache(operands, begin, end, [](FloatVector a, FloatVector b) HWY_ATTR { return hn::Function(a, b); });
      BERAS_BINARY(add, Add)
      BERAS_BINARY(subtract, Sub)
      BERAS_BINARY(multiply, Mul)
      BERAS_BINARY(divide, Div)
#undef BERAS_BINARY
      default: break;
    }
    // clang-format on
  }
  run_binary<float>(kind, operands, begin, end);
}

void binary_doubles(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                    std::int64_t end) {
  run_binary<double>(kind, operands, begin, end);
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(binary_floats);
BERAS_EXPORT(binary_doubles);

bool is_vectorized(BinaryKind kind) {
  switch (kind) {
    case BinaryKind::add:
    case BinaryKind::subtract:
    case BinaryKind::multiply:
    case BinaryKind::divide:
    case BinaryKind::maximum:
    case BinaryKind::minimum:
      return true;
    default:
      return kind >= BinaryKind::equal && kind <= BinaryKind::greater_equal;
  }
}

void binary_floats(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                   std::int64_t end) {
  BERAS_DISPATCH(binary_floats)(kind, operands, begin, end);
}

void binary_doubles(BinaryKind kind, const BinaryOperands& operands, std::int64_t begin,
                    std::int64_t end) {
  BERAS_DISPATCH(binary_doubles)(kind, operands, begin, end);
}

}  // namespace beras::backend::cpu
#endif
