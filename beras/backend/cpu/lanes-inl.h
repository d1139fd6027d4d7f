// A vector of floats that reads like a number, and its mathematics: the `m` of unary_functions.def.
// Compiled once for each instruction set.
#if defined(BERAS_BACKEND_CPU_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BERAS_BACKEND_CPU_LANES_INL_H
#undef BERAS_BACKEND_CPU_LANES_INL_H
#else
#define BERAS_BACKEND_CPU_LANES_INL_H
#endif

#include <hwy/contrib/math/math-inl.h>

#include <limits>
#include <type_traits>

#include <beras/backend/cpu/sweep-inl.h>
#include <beras/backend/reference/mathematics.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

struct Lanes {
  HWY_INLINE Lanes(FloatVector vector) : v(vector) {}
  template <typename T>
  requires std::is_arithmetic_v<T> HWY_INLINE Lanes(T number)
      : v(hn::Set(Floats(), static_cast<float>(number))) {}
  FloatVector v;
};
using LaneMask = hn::Mask<Floats>;

HWY_INLINE Lanes operator+(Lanes a, Lanes b) { return hn::Add(a.v, b.v); }
HWY_INLINE Lanes operator-(Lanes a, Lanes b) { return hn::Sub(a.v, b.v); }
HWY_INLINE Lanes operator*(Lanes a, Lanes b) { return hn::Mul(a.v, b.v); }
HWY_INLINE Lanes operator/(Lanes a, Lanes b) { return hn::Div(a.v, b.v); }
HWY_INLINE Lanes operator-(Lanes a) { return hn::Neg(a.v); }
HWY_INLINE LaneMask operator<(Lanes a, Lanes b) { return hn::Lt(a.v, b.v); }
HWY_INLINE LaneMask operator>(Lanes a, Lanes b) { return hn::Gt(a.v, b.v); }
HWY_INLINE LaneMask operator<=(Lanes a, Lanes b) { return hn::Le(a.v, b.v); }
HWY_INLINE LaneMask operator==(Lanes a, Lanes b) { return hn::Eq(a.v, b.v); }

/// Calls a function of one number for every lane.
template <float (*function)(float)>
HWY_INLINE Lanes each(Lanes x) {
  HWY_ALIGN float lanes[hn::MaxLanes(Floats())];
  hn::Store(x.v, Floats(), lanes);
  for (float& lane : lanes) lane = function(lane);
  return hn::Load(Floats(), lanes);
}

/// Highway's functions hold for ordinary numbers; infinities, not-a-number and the ends of the
/// domain are put right here. What Highway lacks, or has for small arguments only, goes lane by
/// lane.
struct LaneMathematics {
  using Scalar = reference::Mathematics<float>;
  static constexpr float infinity = std::numeric_limits<float>::infinity();
  static constexpr float largest_exponent = 88.722839f;  // log(FLT_MAX)

  static HWY_INLINE Lanes where(LaneMask condition, Lanes a, Lanes b) {
    return hn::IfThenElse(condition, a.v, b.v);
  }
  static HWY_INLINE Lanes indicator(LaneMask condition, Lanes) {
    return hn::IfThenElseZero(condition, Lanes(1).v);
  }
  static HWY_INLINE Lanes constant(float value, Lanes) { return value; }
  static HWY_INLINE Lanes keep_nan(Lanes x, Lanes result) { return where(x == x, result, x); }

  static HWY_INLINE Lanes abs(Lanes x) { return hn::Abs(x.v); }
  static HWY_INLINE Lanes sign(Lanes x) { return where(x > 0, 1, where(x < 0, -1, x)); }
  static HWY_INLINE Lanes square(Lanes x) { return x * x; }
  static HWY_INLINE Lanes sqrt(Lanes x) { return hn::Sqrt(x.v); }
  static HWY_INLINE Lanes clip(Lanes x, Lanes low, Lanes high) {
    const Lanes raised = where(x < low, low, x);
    return where(raised > high, high, raised);
  }
  static HWY_INLINE Lanes floor(Lanes x) { return keep_nan(x, hn::Floor(x.v)); }
  static HWY_INLINE Lanes ceil(Lanes x) { return keep_nan(x, hn::Ceil(x.v)); }
  static HWY_INLINE Lanes round(Lanes x) { return keep_nan(x, hn::Round(x.v)); }
  static HWY_INLINE Lanes trunc(Lanes x) { return keep_nan(x, hn::Trunc(x.v)); }

  static HWY_INLINE Lanes exp(Lanes x) {
    return keep_nan(x, where(x > largest_exponent, infinity, hn::Exp(Floats(), x.v)));
  }
  static HWY_INLINE Lanes expm1(Lanes x) {
    return keep_nan(x, where(x > largest_exponent, infinity, hn::Expm1(Floats(), x.v)));
  }
  static HWY_INLINE Lanes log(Lanes x) {
    const Lanes beyond = where(x == 0, -infinity, std::numeric_limits<float>::quiet_NaN());
    return where(x > 0, where(x < infinity, hn::Log(Floats(), x.v), x), beyond);
  }
  static HWY_INLINE Lanes log1p(Lanes x) {
    const Lanes beyond = where(x == -1, -infinity, std::numeric_limits<float>::quiet_NaN());
    return where(x > -1, where(x < infinity, hn::Log1p(Floats(), x.v), x), beyond);
  }
  static HWY_INLINE Lanes tanh(Lanes x) { return keep_nan(x, hn::Tanh(Floats(), x.v)); }
  static HWY_INLINE Lanes sigmoid(Lanes x) {
    const Lanes e = hn::Exp(Floats(), (-abs(x)).v);
    return keep_nan(x, where(x < 0, e, 1) / (1 + e));
  }
  static HWY_INLINE Lanes softplus(Lanes x) {
    const Lanes e = hn::Exp(Floats(), (-abs(x)).v);
    return where(x < 0, 0, x) + Lanes(hn::Log1p(Floats(), e.v));
  }

  /// With z = |x| and t = 1 / (1 + 0.35 z), erfc z = exp(-z^2) t P(t): P is the polynomial of
  /// degree 9 that meets exp(z^2) erfc(z) / t in the Chebyshev nodes of z in [0, 10.2], 1e-8 off at
  /// most. What rounding takes from z^2 is put back, so that the tails are right to 5e-7 of their
  /// value (to 5e-6 where multiplication and addition are not fused).
  static HWY_INLINE Lanes erfc(Lanes x) {
    const Lanes z = hn::Min(hn::Abs(x.v), Lanes(10.2).v);
    const Lanes t = 1 / (1 + 0.35 * z);
    Lanes p = 0.036998796;
    for (const double c : {-0.151487254, 0.16441028, -0.00561262244, 0.0692233086, 0.155261035,
                           0.148121379, 0.188531738, 0.197066023, 0.197487321}) {
      p = hn::MulAdd(p.v, t.v, Lanes(c).v);
    }
    const Lanes square = z * z;
    const Lanes lost = hn::MulSub(z.v, z.v, square.v);
    const Lanes tail = Lanes(hn::Exp(Floats(), (-square).v)) * (1 - lost) * t * p;
    return keep_nan(x, where(x < 0, 2 - tail, tail));
  }

  static HWY_INLINE Lanes cbrt(Lanes x) { return each<Scalar::cbrt>(x); }
  static HWY_INLINE Lanes exp2(Lanes x) { return each<Scalar::exp2>(x); }
  static HWY_INLINE Lanes log2(Lanes x) { return each<Scalar::log2>(x); }
  static HWY_INLINE Lanes log10(Lanes x) { return each<Scalar::log10>(x); }
  static HWY_INLINE Lanes sin(Lanes x) { return each<Scalar::sin>(x); }
  static HWY_INLINE Lanes cos(Lanes x) { return each<Scalar::cos>(x); }
  static HWY_INLINE Lanes tan(Lanes x) { return each<Scalar::tan>(x); }
  static HWY_INLINE Lanes arcsin(Lanes x) { return each<Scalar::arcsin>(x); }
  static HWY_INLINE Lanes arccos(Lanes x) { return each<Scalar::arccos>(x); }
  static HWY_INLINE Lanes arctan(Lanes x) { return each<Scalar::arctan>(x); }
  static HWY_INLINE Lanes sinh(Lanes x) { return each<Scalar::sinh>(x); }
  static HWY_INLINE Lanes cosh(Lanes x) { return each<Scalar::cosh>(x); }
  static HWY_INLINE Lanes arcsinh(Lanes x) { return each<Scalar::arcsinh>(x); }
  static HWY_INLINE Lanes arccosh(Lanes x) { return each<Scalar::arccosh>(x); }
  static HWY_INLINE Lanes arctanh(Lanes x) { return each<Scalar::arctanh>(x); }
  static HWY_INLINE Lanes erf(Lanes x) { return each<Scalar::erf>(x); }
  static HWY_INLINE Lanes erfinv(Lanes x) { return each<Scalar::erfinv>(x); }
};

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
