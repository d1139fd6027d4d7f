// The kernels that work element by element: functions of one tensor and their derivatives,
// functions of two, selection and casts.
#pragma once

#include <cstdint>
#include <string_view>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

// clang-format off
/// The functions of one number. Those below `isnan` have no derivative.
enum class UnaryKind : std::uint8_t {
  abs, negative, sign, square, sqrt, rsqrt, reciprocal, cbrt, exp, exp2, expm1, log, log1p, log2,
  log10, sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh, arcsinh, arccosh, arctanh, erf,
  erfc, erfinv, floor, ceil, round, trunc, clip, relu, relu6, leaky_relu, elu, selu, celu, sigmoid,
  hard_sigmoid, log_sigmoid, silu, hard_silu, softplus, softsign, mish, gelu, gelu_tanh, hard_tanh,
  hard_shrink, soft_shrink, tanh_shrink, threshold, squareplus, sparse_plus, sparse_sigmoid, isnan,
  isinf, isfinite, logical_not, bitwise_not
};
// clang-format on

// clang-format off
/// The functions of two numbers, each with Keras's name. Those below `equal` give bools.
enum class BinaryKind : std::uint8_t {
  add, subtract, multiply, divide, divide_no_nan, floor_divide, mod, fmod, power, maximum, minimum,
  arctan2, hypot, logaddexp, heaviside, bitwise_and, bitwise_or, bitwise_xor, left_shift,
  right_shift, equal, not_equal, less, less_equal, greater, greater_equal, logical_and, logical_or,
  logical_xor
};
// clang-format on

/// A function of one number and its parameters, such as the slope of leaky_relu (a) or the bounds
/// of clip (a, b).
struct UnaryFunction {
  UnaryKind kind;
  double a = 0;
  double b = 0;
};

/// Kernels that work element by element, on operands of any strides that broadcast to the output.
///
/// The output is allocated; it may be one of the operands, element upon element, but not overlap
/// them otherwise. The 16-bit floats are computed in float. Integers wrap around; what is divided
/// by the integer zero is 0.
class BERAS_API ElementwiseKernels {
 public:
  virtual ~ElementwiseKernels() = default;
  /// out = f(x), of one dtype: any for abs, negative, sign, square and relu, bool or integer for
  /// bitwise_not, else floating. `out` is bool for the last kinds from isnan to logical_not.
  virtual void unary(const UnaryFunction& function, const Tensor& x, Tensor& out) const = 0;
  /// dx = dy f'(x), where y = f(x): all floating and of one dtype.
  virtual void unary_gradient(const UnaryFunction& function, const Tensor& x, const Tensor& y,
                              const Tensor& dy, Tensor& dx) const = 0;
  /// out = f(a, b): all of one dtype, `out` bool from `equal` on. Bitwise kinds take no floats, and
  /// divide, arctan2, hypot and logaddexp only floats.
  virtual void binary(BinaryKind kind, const Tensor& a, const Tensor& b, Tensor& out) const = 0;
  /// out = a b + c: all of one floating dtype.
  virtual void multiply_add(const Tensor& a, const Tensor& b, const Tensor& c,
                            Tensor& out) const = 0;
  /// out = condition ? a : b: `condition` bool, the others of one dtype.
  virtual void where(const Tensor& condition, const Tensor& a, const Tensor& b,
                     Tensor& out) const = 0;
  /// out = x in the dtype of `out`, as cast_value has it.
  virtual void cast(const Tensor& x, Tensor& out) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<ElementwiseKernels> elementwise(Device device);

/// Keras's name of the function.
BERAS_API std::string_view kind_name(UnaryKind kind);
BERAS_API std::string_view kind_name(BinaryKind kind);
/// True if the function gives bools.
constexpr bool gives_boolean(UnaryKind kind) {
  return kind >= UnaryKind::isnan && kind <= UnaryKind::logical_not;
}
constexpr bool gives_boolean(BinaryKind kind) { return kind >= BinaryKind::equal; }

}  // namespace beras::backend
