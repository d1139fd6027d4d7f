#include <beras/backend/cpu/winograd_transform.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/winograd_transform.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

// A line of the square, times one of the matrices.

struct TimesB {
  static constexpr int from = 4, to = 4;
  static HWY_INLINE void apply(const FloatVector* x, FloatVector* y) {
    y[0] = hn::Sub(x[0], x[2]);
    y[1] = hn::Add(x[1], x[2]);
    y[2] = hn::Sub(x[2], x[1]);
    y[3] = hn::Sub(x[1], x[3]);
  }
};

struct TimesG {
  static constexpr int from = 3, to = 4;
  static HWY_INLINE void apply(const FloatVector* x, FloatVector* y) {
    const auto half = hn::Set(Floats(), 0.5F);
    const auto outer = hn::Mul(half, hn::Add(x[0], x[2]));
    const auto inner = hn::Mul(half, x[1]);
    y[0] = x[0];
    y[1] = hn::Add(outer, inner);
    y[2] = hn::Sub(outer, inner);
    y[3] = x[2];
  }
};

struct TimesTransposedG {
  static constexpr int from = 4, to = 3;
  static HWY_INLINE void apply(const FloatVector* x, FloatVector* y) {
    const auto half = hn::Set(Floats(), 0.5F);
    const auto outer = hn::Mul(half, hn::Add(x[1], x[2]));
    y[0] = hn::Add(x[0], outer);
    y[1] = hn::Mul(half, hn::Sub(x[1], x[2]));
    y[2] = hn::Add(outer, x[3]);
  }
};

struct TimesTransposedA {
  static constexpr int from = 4, to = 2;
  static HWY_INLINE void apply(const FloatVector* x, FloatVector* y) {
    y[0] = hn::Add(x[0], hn::Add(x[1], x[2]));
    y[1] = hn::Sub(hn::Sub(x[1], x[2]), x[3]);
  }
};

struct TimesA {
  static constexpr int from = 2, to = 4;
  static HWY_INLINE void apply(const FloatVector* x, FloatVector* y) {
    y[0] = x[0];
    y[1] = hn::Add(x[0], x[1]);
    y[2] = hn::Sub(x[0], x[1]);
    y[3] = hn::Neg(x[1]);
  }
};

template <typename Matrix>
HWY_INLINE void multiply_both_sides(const float* const* in, float* const* out, std::int64_t count,
                                    bool is_relu) {
  constexpr int from = Matrix::from;
  constexpr int to = Matrix::to;
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    FloatVector columns[to][from];
    for (int i = 0; i < from; ++i) {
      FloatVector row[from];
      FloatVector product[to];
      for (int j = 0; j < from; ++j) row[j] = at.load(in[i * from + j]);
      Matrix::apply(row, product);
      for (int j = 0; j < to; ++j) columns[j][i] = product[j];
    }
    for (int j = 0; j < to; ++j) {
      FloatVector product[to];
      Matrix::apply(columns[j], product);
      for (int i = 0; i < to; ++i) {
        const auto negative = hn::Lt(product[i], hn::Zero(Floats()));
        at.store(is_relu ? hn::IfThenZeroElse(negative, product[i]) : product[i], out[i * to + j]);
      }
    }
  });
}

void transform_squares(WinogradTransform transform, const float* const* in, float* const* out,
                       std::int64_t count, Epilogue epilogue) {
  const bool is_relu = epilogue == Epilogue::relu;
  switch (transform) {
    case WinogradTransform::input:
      return multiply_both_sides<TimesB>(in, out, count, is_relu);
    case WinogradTransform::kernel:
      return multiply_both_sides<TimesG>(in, out, count, is_relu);
    case WinogradTransform::output:
      return multiply_both_sides<TimesTransposedA>(in, out, count, is_relu);
    case WinogradTransform::output_gradient:
      return multiply_both_sides<TimesA>(in, out, count, is_relu);
    case WinogradTransform::kernel_gradient:
      return multiply_both_sides<TimesTransposedG>(in, out, count, is_relu);
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(transform_squares);

void transform_squares(WinogradTransform transform, const float* const* in, float* const* out,
                       std::int64_t count, Epilogue epilogue) {
  BERAS_DISPATCH(transform_squares)(transform, in, out, count, epilogue);
}

}  // namespace beras::backend::cpu
#endif
