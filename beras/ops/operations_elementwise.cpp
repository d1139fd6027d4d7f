// The table of operations: functions of one number.
#include <beras/ops/activation.h>
#include <beras/ops/cast.h>
#include <beras/ops/operation_row_internal.h>
#include <beras/ops/select.h>
#include <beras/ops/unary.h>

namespace beras::ops {
namespace {

/// Keras's class of `keras.activations.relu`.
Tensor relu_of(const Tensor& x, double negative_slope) {
  if (x.is_symbolic()) return note_symbolic("re_lu", relu_of, x, negative_slope);
  return negative_slope == 0 ? relu(x) : leaky_relu(x, negative_slope);
}

}  // namespace

OperationRows elementwise_operations() {
  const OperationModule numpy("ops.numpy"), math("ops.math"), nn("ops.nn"), core("ops.core");
  const OperationModule activations("activations.activations");
  return {
      numpy("Absolute", "x", &abs),
      numpy("Abs", "x", &abs),
      numpy("Negative", "x", &negative),
      numpy("Sign", "x", &sign),
      numpy("Square", "x", &square),
      numpy("Sqrt", "x", &sqrt),
      math("Rsqrt", "x", &rsqrt),
      numpy("Reciprocal", "x", &reciprocal),
      numpy("Cbrt", "x", &cbrt),
      numpy("Exp", "x", &exp),
      numpy("Exp2", "x", &exp2),
      numpy("Expm1", "x", &expm1),
      numpy("Log", "x", &log),
      numpy("Log1p", "x", &log1p),
      numpy("Log2", "x", &log2),
      numpy("Log10", "x", &log10),
      numpy("Sin", "x", &sin),
      numpy("Cos", "x", &cos),
      numpy("Tan", "x", &tan),
      numpy("Arcsin", "x", &arcsin),
      numpy("Arccos", "x", &arccos),
      numpy("Arctan", "x", &arctan),
      numpy("Sinh", "x", &sinh),
      numpy("Cosh", "x", &cosh),
      numpy("Tanh", "x", &tanh),
      numpy("Arcsinh", "x", &arcsinh),
      numpy("Arccosh", "x", &arccosh),
      numpy("Arctanh", "x", &arctanh),
      numpy("Deg2rad", "x", &deg2rad),
      numpy("Rad2deg", "x", &rad2deg),
      math("Erf", "x", &erf),
      math("Erfc", "x", &erfc),
      math("Erfinv", "x", &erfinv),
      numpy("Floor", "x", &floor),
      numpy("Ceil", "x", &ceil),
      numpy("Trunc", "x", &trunc),
      numpy("Round", "x, [decimals]", &round),
      numpy("Isnan", "x", &isnan),
      numpy("Isinf", "x", &isinf),
      numpy("Isfinite", "x", &isfinite),
      numpy("LogicalNot", "x", &logical_not),
      numpy("BitwiseNot", "x", &bitwise_not),
      numpy("BitwiseInvert", "x", &bitwise_not),
      numpy("NanToNum", "x, [nan], [posinf], [neginf]", &nan_to_num),
      numpy("Clip", "x, [x_min], [x_max]", &clip),
      core("Cast", "x, [dtype]", &cast),
      nn("Relu", "x", &relu),
      activations("ReLU", "x, [negative_slope], [max_value=null], [threshold=0.0]", &relu_of),
      activations("Mish", "x", &mish),
      nn("Relu6", "x", &relu6),
      nn("LeakyRelu", "x, [negative_slope]", &leaky_relu),
      nn("Elu", "x, [alpha]", &elu),
      nn("Selu", "x", &selu),
      nn("Celu", "x, [alpha]", &celu),
      nn("Sigmoid", "x", &sigmoid),
      nn("LogSigmoid", "x", &log_sigmoid),
      nn("HardSigmoid", "x", &hard_sigmoid),
      nn("Softplus", "x", &softplus),
      nn("Softsign", "x", &softsign),
      nn("Silu", "x", &silu),
      nn("HardSilu", "x", &hard_silu),
      nn("Gelu", "x, [approximate]", &gelu),
      nn("TanhShrink", "x", &tanh_shrink),
      nn("HardTanh", "x", &hard_tanh),
      nn("HardShrink", "x, [threshold]", &hard_shrink),
      nn("SoftShrink", "x, [threshold]", &soft_shrink),
      nn("Threshold", "x, [threshold], [default_value]", &threshold),
      nn("Squareplus", "x, [b]", &squareplus),
      nn("SparsePlus", "x", &sparse_plus),
      nn("SparseSigmoid", "x", &sparse_sigmoid),
  };
}

}  // namespace beras::ops
