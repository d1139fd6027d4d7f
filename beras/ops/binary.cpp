#include <beras/ops/binary.h>

#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/activation.h>
#include <beras/ops/binary_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/reduce.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/select.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using backend::BinaryKind;

/// The dtype that both are computed in.
DType computed_dtype(BinaryKind kind, DType a, DType b) {
  const DType dtype = promote(a, b);
  switch (kind) {
    case BinaryKind::divide:
    case BinaryKind::divide_no_nan:
    case BinaryKind::arctan2:
    case BinaryKind::hypot:
    case BinaryKind::logaddexp:
    case BinaryKind::heaviside:
      return is_floating(dtype) ? dtype : DType::float32;
    case BinaryKind::subtract:
    case BinaryKind::floor_divide:
    case BinaryKind::mod:
    case BinaryKind::fmod:
    case BinaryKind::power:
      return dtype == DType::boolean ? DType::int32 : dtype;
    case BinaryKind::bitwise_and:
    case BinaryKind::bitwise_or:
    case BinaryKind::bitwise_xor:
    case BinaryKind::left_shift:
    case BinaryKind::right_shift:
      if (!is_floating(dtype)) return dtype;
      throw DTypeError(kind_name(kind), "integers or bools", std::string(dtype_name(dtype)));
    default:
      return dtype;
  }
}

/// The whole of dy where x wins, half of it where both are equal.
Tensor shared(const Tensor& wins, const Tensor& ties, const Tensor& y, const Tensor& dy) {
  return flat(dy * (cast(wins, y.dtype()) + 0.5 * cast(ties, y.dtype())), y);
}

/// dy df(a, b)/da if `first`, else dy df(a, b)/db, where y = f(a, b). Undefined where none flows.
Tensor gradient_of(BinaryKind kind, bool first, const Tensor& a, const Tensor& b, const Tensor& y,
                   const Tensor& dy) {
  // clang-format off
  switch (kind) {
    case BinaryKind::add: return dy;
    case BinaryKind::subtract: return first ? dy : -dy;
    case BinaryKind::multiply: return first ? dy * b : dy * a;
    case BinaryKind::divide: return first ? dy / b : -(dy * y) / b;
    case BinaryKind::divide_no_nan: return first ? divide_no_nan(dy, b) : divide_no_nan(-(dy * y), b);
    case BinaryKind::mod: return first ? dy : -(dy * floor_divide(a, b));
    case BinaryKind::fmod: return first ? dy : -(dy * trunc(a / b));
    case BinaryKind::power:
      // d(a^b)/da is 0 where b = 0, also for a = 0.
      return first ? dy * b * power(a, where(b == 0, 1, b - 1)) : dy * y * log(where(a > 0, a, 1));
    case BinaryKind::maximum: return shared(first ? a > b : b > a, a == b, y, dy);
    case BinaryKind::minimum: return shared(first ? a < b : b < a, a == b, y, dy);
    case BinaryKind::arctan2: return (first ? dy * b : -(dy * a)) / (a * a + b * b);
    case BinaryKind::hypot: return divide_no_nan(dy * (first ? a : b), y);
    case BinaryKind::logaddexp: return dy * sigmoid(first ? a - b : b - a);
    default: return {};
  }
  // clang-format on
}

struct Binary : Primitive<Binary> {
  explicit Binary(BinaryKind which) : kind(which) {}

  Tensors forward(const Arguments& arguments) const override {
    return {evaluate(kind, arguments[0], arguments[1])};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    Tensors gradients(2);
    for (std::size_t i = 0; i < 2; ++i) {
      if (!wants_input(i)) continue;
      const Tensor gradient =
          gradient_of(kind, i == 0, inputs()[0], inputs()[1], outputs()[0], J[0]);
      if (!gradient.defined()) continue;
      gradients[i] = cast(reduce_to_shape(gradient, inputs()[i].shape()), inputs()[i].dtype());
    }
    return gradients;
  }
  double flops(const Arguments&, const Tensors& outputs) const override {
    return static_cast<double>(outputs[0].size());
  }
  std::vector<std::string> argument_names() const override { return {"x1", "x2"}; }
  std::string label() const override { return std::string(kind_name(kind)); }

  BinaryKind kind;
};

}  // namespace

Tensor evaluate(BinaryKind kind, const Tensor& a, const Tensor& b) {
  const DType dtype = computed_dtype(kind, a.dtype(), b.dtype());
  const Shape shape =
      a.shape() == b.shape() ? a.shape() : broadcast_shapes(a.shape(), b.shape(), kind_name(kind));
  Tensor out = Tensor::empty(shape, gives_boolean(kind) ? DType::boolean : dtype, device_of(a, b));
  backend::elementwise(out.device())->binary(kind, cast(a, dtype), cast(b, dtype), out);
  return out;
}

Tensor apply(BinaryKind kind, const Operand& a, const Operand& b) {
  if (any_is_symbolic(a, b)) [[unlikely]] {
    const auto again = [kind](const Operand& x1, const Operand& x2) { return apply(kind, x1, x2); };
    return note_symbolic(kind_name(kind), again, a, b);
  }
  const auto [left, right] = as_tensors(a, b, kind_name(kind));
  return is_watched() ? Binary(kind)(left, right) : evaluate(kind, left, right);
}

#define BERAS_DEFINE(name) \
  Tensor name(const Operand& x1, const Operand& x2) { return apply(BinaryKind::name, x1, x2); }
BERAS_DEFINE(add)
BERAS_DEFINE(subtract)
BERAS_DEFINE(multiply)
BERAS_DEFINE(divide)
BERAS_DEFINE(divide_no_nan)
BERAS_DEFINE(floor_divide)
BERAS_DEFINE(mod)
BERAS_DEFINE(fmod)
BERAS_DEFINE(maximum)
BERAS_DEFINE(minimum)
BERAS_DEFINE(arctan2)
BERAS_DEFINE(hypot)
BERAS_DEFINE(logaddexp)
BERAS_DEFINE(heaviside)
BERAS_DEFINE(bitwise_and)
BERAS_DEFINE(bitwise_or)
BERAS_DEFINE(bitwise_xor)
BERAS_DEFINE(left_shift)
BERAS_DEFINE(right_shift)
BERAS_DEFINE(equal)
BERAS_DEFINE(not_equal)
BERAS_DEFINE(less)
BERAS_DEFINE(less_equal)
BERAS_DEFINE(greater)
BERAS_DEFINE(greater_equal)
BERAS_DEFINE(logical_and)
BERAS_DEFINE(logical_or)
BERAS_DEFINE(logical_xor)
#undef BERAS_DEFINE

Tensor power(const Operand& x1, const Operand& x2) {
  BERAS_NOTE_SYMBOLIC(power, x1, x2);
  const bool is_square = !x1.is_number() && x2.is_number() && x2.number().as<double>() == 2;
  if (is_square && is_floating(x1.tensor().dtype())) return square(x1.tensor());
  return apply(BinaryKind::power, x1, x2);
}

Tensor true_divide(const Operand& x1, const Operand& x2) {
  BERAS_NOTE_SYMBOLIC(true_divide, x1, x2);
  return in_name_of("true_divide", [&] { return divide(x1, x2); });
}

static auto option_fields(const ClosenessOptions& options) {
  return std::tie(options.rtol, options.atol, options.equal_nan);
}

Tensor isclose(const Operand& x1, const Operand& x2, ClosenessOptions options) {
  BERAS_NOTE_SYMBOLIC(isclose, x1, x2, options);
  return in_name_of("isclose", [&] {
    const auto [a, b] = as_tensors(x1, x2, "isclose");
    const Tensor near = abs(subtract(a, b)) <= options.atol + options.rtol * abs(b);
    const Tensor close = (near && isfinite(b)) || a == b;
    return options.equal_nan ? close || (isnan(a) && isnan(b)) : close;
  });
}

bool allclose(const Operand& x1, const Operand& x2, ClosenessOptions options) {
  return in_name_of("allclose", [&] { return all(isclose(x1, x2, options)).item<bool>(); });
}

bool array_equal(const Tensor& x1, const Tensor& x2) {
  return x1.shape() == x2.shape() && all(equal(x1, x2)).item<bool>();
}

}  // namespace beras::ops
