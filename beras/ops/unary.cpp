#include <beras/ops/unary.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/activation.h>
#include <beras/ops/cast.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/select.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using backend::UnaryFunction;
using backend::UnaryKind;

/// The mathematics of tensors for derivatives: the `m` of unary_functions.def. All of it is
/// recorded.
struct Mathematics {
  static Tensor abs(const Tensor& x) { return ops::abs(x); }
  static Tensor sign(const Tensor& x) { return ops::sign(x); }
  static Tensor square(const Tensor& x) { return ops::square(x); }
  static Tensor sqrt(const Tensor& x) { return ops::sqrt(x); }
  static Tensor exp(const Tensor& x) { return ops::exp(x); }
  static Tensor sin(const Tensor& x) { return ops::sin(x); }
  static Tensor cos(const Tensor& x) { return ops::cos(x); }
  static Tensor sinh(const Tensor& x) { return ops::sinh(x); }
  static Tensor cosh(const Tensor& x) { return ops::cosh(x); }
  static Tensor tanh(const Tensor& x) { return ops::tanh(x); }
  static Tensor erfc(const Tensor& x) { return ops::erfc(x); }
  static Tensor sigmoid(const Tensor& x) { return ops::sigmoid(x); }
  static Tensor softplus(const Tensor& x) { return ops::softplus(x); }
  static Tensor clip(const Tensor& x, double low, double high) { return ops::clip(x, low, high); }
  static Tensor where(const Tensor& condition, const Operand& a, const Operand& b) {
    return ops::where(condition, a, b);
  }
  static Tensor indicator(const Tensor& condition, const Tensor& x) {
    return cast(condition, x.dtype());
  }
  static Tensor constant(double value, const Tensor& x) {
    Tensor constant(value, x.dtype(), device_of(x));
    constant.trainable(false);
    return constant;
  }
};

Tensor derivative(const UnaryFunction& f, const Tensor& x, const Tensor& y) {
  const Mathematics m;
  // clang-format off
  switch (f.kind) {
#define BERAS_UNARY(kind, value, derivative) case UnaryKind::kind: return derivative;
#include <beras/backend/unary_functions.def>
    default: return {};  // gives bools, through which nothing flows
  }
  // clang-format on
}

/// The dtype that an argument is computed in.
DType computed_dtype(UnaryKind kind, DType dtype) {
  switch (kind) {
    case UnaryKind::bitwise_not:
      if (!is_floating(dtype)) return dtype;
      throw DTypeError("bitwise_not", "integers or bools", std::string(dtype_name(dtype)));
    case UnaryKind::logical_not:
      return dtype;
    case UnaryKind::abs:
    case UnaryKind::negative:
    case UnaryKind::sign:
    case UnaryKind::square:
    case UnaryKind::relu:
      return dtype == DType::boolean ? DType::int32 : dtype;
    default:
      return is_floating(dtype) ? dtype : DType::float32;
  }
}

double largest_finite(DType dtype) {
  switch (dtype) {
    case DType::float64:
      return std::numeric_limits<double>::max();
    case DType::float16:
      return 65504;
    case DType::bfloat16:
      return 0x1.fep127;
    default:
      return std::numeric_limits<float>::max();
  }
}

Tensor evaluate(const UnaryFunction& function, const Tensor& given) {
  const Tensor x = cast(given, computed_dtype(function.kind, given.dtype()));
  Tensor out = Tensor::empty(x.shape(), gives_boolean(function.kind) ? DType::boolean : x.dtype(),
                             device_of(x));
  backend::elementwise(out.device())->unary(function, x, out);
  return out;
}

struct Unary : Primitive<Unary> {
  explicit Unary(const UnaryFunction& which) : function(which) {}

  Tensor call(const Tensor& x) const override { return evaluate(function, x); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[0];
    const Tensor& y = outputs()[0];
    if (is_recording()) {
      const Tensor slope = derivative(function, x, y);
      const bool is_step = !slope.flows() && function.kind != UnaryKind::negative;
      return {is_step ? flat(J[0] * slope, x) : J[0] * slope};
    }
    Tensor dx =
        may_overwrite(J[0]) ? J[0] : Tensor::empty(x.shape(), x.dtype(), device_of(x, J[0]));
    backend::elementwise(dx.device())->unary_gradient(function, x, y, J[0], dx);
    return {dx};
  }
  double flops(const Arguments&, const Tensors& outputs) const override {
    return static_cast<double>(outputs[0].size());
  }
  double gradient_flops() const override { return static_cast<double>(outputs()[0].size()); }
  std::string label() const override { return std::string(kind_name(function.kind)); }

  UnaryFunction function;
};

}  // namespace

Tensor apply(const UnaryFunction& function, const Tensor& x) {
  if (x.is_symbolic()) [[unlikely]] {
    const auto again = [function](const Tensor& given) { return apply(function, given); };
    const bool is_absolute = function.kind == UnaryKind::abs;
    return note_symbolic(is_absolute ? "absolute" : kind_name(function.kind), again, x);
  }
  return is_watched() ? Unary(function)(x) : evaluate(function, x);
}

#define BERAS_DEFINE(name) \
  Tensor name(const Tensor& x) { return apply(UnaryKind::name, x); }
BERAS_DEFINE(abs)
BERAS_DEFINE(negative)
BERAS_DEFINE(sign)
BERAS_DEFINE(square)
BERAS_DEFINE(sqrt)
BERAS_DEFINE(rsqrt)
BERAS_DEFINE(reciprocal)
BERAS_DEFINE(cbrt)
BERAS_DEFINE(exp)
BERAS_DEFINE(exp2)
BERAS_DEFINE(expm1)
BERAS_DEFINE(log)
BERAS_DEFINE(log1p)
BERAS_DEFINE(log2)
BERAS_DEFINE(log10)
BERAS_DEFINE(sin)
BERAS_DEFINE(cos)
BERAS_DEFINE(tan)
BERAS_DEFINE(arcsin)
BERAS_DEFINE(arccos)
BERAS_DEFINE(arctan)
BERAS_DEFINE(sinh)
BERAS_DEFINE(cosh)
BERAS_DEFINE(tanh)
BERAS_DEFINE(arcsinh)
BERAS_DEFINE(arccosh)
BERAS_DEFINE(arctanh)
BERAS_DEFINE(erf)
BERAS_DEFINE(erfc)
BERAS_DEFINE(erfinv)
BERAS_DEFINE(floor)
BERAS_DEFINE(ceil)
BERAS_DEFINE(isnan)
BERAS_DEFINE(isinf)
BERAS_DEFINE(isfinite)
BERAS_DEFINE(logical_not)
#undef BERAS_DEFINE

Tensor bitwise_not(const Tensor& x) {
  BERAS_NOTE_SYMBOLIC(bitwise_not, x);
  // A bool has one bit, however many its byte has.
  return apply(x.dtype() == DType::boolean ? UnaryKind::logical_not : UnaryKind::bitwise_not, x);
}

Tensor deg2rad(const Tensor& x) {
  BERAS_NOTE_SYMBOLIC(deg2rad, x);
  return x * (std::numbers::pi / 180);
}
Tensor rad2deg(const Tensor& x) {
  BERAS_NOTE_SYMBOLIC(rad2deg, x);
  return x * (180 / std::numbers::pi);
}

Tensor trunc(const Tensor& x) {
  BERAS_NOTE_SYMBOLIC(trunc, x);
  return is_floating(x.dtype()) ? apply(UnaryKind::trunc, x) : x.copy();
}

Tensor round(const Tensor& x, int decimals) {
  BERAS_NOTE_SYMBOLIC(round, x, decimals);
  if (!is_floating(x.dtype())) {
    return decimals >= 0 ? x.copy() : cast(round(cast(x, DType::float64), decimals), x.dtype());
  }
  if (decimals == 0) return apply(UnaryKind::round, x);
  const double scale = std::pow(10.0, std::abs(decimals));
  return decimals > 0 ? apply(UnaryKind::round, x * scale) / scale
                      : apply(UnaryKind::round, x / scale) * scale;
}

Tensor nan_to_num(const Tensor& x, double nan, std::optional<double> posinf,
                  std::optional<double> neginf) {
  BERAS_NOTE_SYMBOLIC(nan_to_num, x, nan, posinf, neginf);
  if (!is_floating(x.dtype())) return x.copy();
  const double largest = largest_finite(x.dtype());
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor finite = where(x == infinity, posinf.value_or(largest),
                              where(x == -infinity, neginf.value_or(-largest), x));
  return picked(where(isnan(x), nan, finite));
}

}  // namespace beras::ops
