// The table of operations: functions of two tensors and products.
#include <beras/ops/binary.h>
#include <beras/ops/einsum.h>
#include <beras/ops/linalg.h>
#include <beras/ops/matmul.h>
#include <beras/ops/operation_row_internal.h>
#include <beras/ops/select.h>

namespace beras {

template <>
struct ConfigValue<ops::NormOrder> {
  static ops::NormOrder read(const Config& config, const ConfigPlace& place) {
    if (const auto* name = config.get_if<std::string>()) return *name;
    return ConfigValue<double>::read(config, place);
  }
};

}  // namespace beras

namespace beras::ops {
namespace {

Tensor isclose_of(const Operand& x1, const Operand& x2, double rtol, double atol, bool equal_nan) {
  return isclose(x1, x2, {.rtol = rtol, .atol = atol, .equal_nan = equal_nan});
}

/// A number of axes, or those of each.
Tensor tensordot_of(const Tensor& x1, const Tensor& x2, const Config& axes) {
  constexpr ConfigPlace place{"Tensordot", "axes"};
  const auto* of_each = axes.get_if<Config::List>();
  if (!of_each) return tensordot(x1, x2, ConfigValue<std::int64_t>::read(axes, place));
  if (of_each->size() != 2) place.refuse("those of both tensors", axes);
  return tensordot(x1, x2, numbers_in((*of_each)[0], place), numbers_in((*of_each)[1], place));
}

Tensor norm_of(const Tensor& x, const std::optional<NormOrder>& ord, const Axes& axis,
               bool keepdims) {
  return norm(x, {.ord = ord, .axis = axis, .keepdims = keepdims});
}

Tensor einsum_of(const std::string& subscripts, const Tensors& operands) {
  return einsum(subscripts, operands);
}

}  // namespace

OperationRows binary_operations() {
  const OperationModule numpy("ops.numpy"), linalg("ops.linalg");
  return {
      numpy("Add", "x1, x2", &add),
      numpy("Subtract", "x1, x2", &subtract),
      numpy("Multiply", "x1, x2", &multiply),
      numpy("Divide", "x1, x2", &divide),
      numpy("TrueDivide", "x1, x2", &true_divide),
      numpy("DivideNoNan", "x1, x2", &divide_no_nan),
      numpy("FloorDivide", "x1, x2", &floor_divide),
      numpy("Mod", "x1, x2", &mod),
      numpy("Fmod", "x1, x2", &fmod),
      numpy("Power", "x1, x2", &power),
      numpy("Maximum", "x1, x2", &maximum),
      numpy("Minimum", "x1, x2", &minimum),
      numpy("Arctan2", "x1, x2", &arctan2),
      numpy("Hypot", "x1, x2", &hypot),
      numpy("Logaddexp", "x1, x2", &logaddexp),
      numpy("Heaviside", "x1, x2", &heaviside),
      numpy("BitwiseAnd", "x, y", &bitwise_and),
      numpy("BitwiseOr", "x, y", &bitwise_or),
      numpy("BitwiseXor", "x, y", &bitwise_xor),
      numpy("LeftShift", "x, y", &left_shift),
      numpy("RightShift", "x, y", &right_shift),
      numpy("BitwiseLeftShift", "x, y", &left_shift),
      numpy("BitwiseRightShift", "x, y", &right_shift),
      numpy("Equal", "x1, x2", &equal),
      numpy("NotEqual", "x1, x2", &not_equal),
      numpy("Less", "x1, x2", &less),
      numpy("LessEqual", "x1, x2", &less_equal),
      numpy("Greater", "x1, x2", &greater),
      numpy("GreaterEqual", "x1, x2", &greater_equal),
      numpy("LogicalAnd", "x1, x2", &logical_and),
      numpy("LogicalOr", "x1, x2", &logical_or),
      numpy("LogicalXor", "x1, x2", &logical_xor),
      numpy("Isclose", "x1, x2, rtol, atol, [equal_nan]", &isclose_of),
      numpy("Where", "condition, x1, x2", &where),
      numpy("Matmul", "x1, x2", &matmul),
      numpy("Dot", "x1, x2", &dot),
      numpy("Vdot", "x1, x2", &vdot),
      numpy("Inner", "x1, x2", &inner),
      numpy("Outer", "x1, x2", &outer),
      numpy("Tensordot", "x1, x2, [axes]", &tensordot_of),
      numpy("Einsum", "[subscripts], *operands", &einsum_of),
      linalg("Norm", "x, [ord], [axis], [keepdims]", &norm_of),
  };
}

}  // namespace beras::ops
