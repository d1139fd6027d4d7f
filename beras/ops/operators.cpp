#include <beras/tensor/operators.h>

#include <cstdint>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary_internal.h>
#include <beras/ops/cast.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>

namespace beras {
namespace {

using backend::BinaryKind;

bool share_memory(const Tensor& a, const Tensor& b) {
  const auto bounds = [](const Tensor& x) {
    const auto begin = reinterpret_cast<std::uintptr_t>(x.raw());
    return std::pair(begin, begin + static_cast<std::uintptr_t>(x.size() * item_size(x.dtype())));
  };
  const auto [first, first_end] = bounds(a);
  const auto [second, second_end] = bounds(b);
  return first < second_end && second < first_end;
}

/// True if the kernel may write over `a` what it computes of `a` and `b`.
bool fits_in_place(const Tensor& a, const Tensor& b) {
  if (a.dtype() != b.dtype() || a.device() != b.device() || !a.is_contiguous() ||
      !b.is_contiguous())
    return false;
  return !share_memory(a, b) || (a.raw() == b.raw() && a.shape() == b.shape());
}

bool is_computed(const Tensor& tensor) { return tensor.flows() && !tensor.trainable(); }

void check_fits(BinaryKind kind, const Tensor& a, const Tensor& b) {
  const std::string who(kind_name(kind));
  const Shape shape = broadcast_shapes(a.shape(), b.shape(), who);
  if (shape != a.shape()) {
    throw ShapeError(who, "what is written in place to broadcast to " + to_string(a.shape()),
                     to_string(b.shape()));
  }
  const DType result = kind == BinaryKind::divide && !is_floating(a.dtype())
                           ? DType::float32
                           : promote(a.dtype(), b.dtype());
  const auto rank_of = [](DType dtype) {
    return is_floating(dtype) ? 2 : is_integer(dtype) ? 1 : 0;
  };
  if (rank_of(result) > rank_of(a.dtype())) {
    throw DTypeError(who,
                     "a result that fits into " + std::string(dtype_name(a.dtype())) + " in place",
                     std::string(dtype_name(result)), "Write x = x + y instead, or cast");
  }
}

Tensor& apply_in_place(BinaryKind kind, Tensor& a, const ops::Operand& number_or_tensor) {
  if (ops::any_is_symbolic(a, number_or_tensor)) [[unlikely]] {
    a = ops::apply(kind, a, number_or_tensor);
    return a;
  }
  const bool only_handle = a.is_only_handle();
  const Tensor b = ops::as_tensors(a, number_or_tensor, kind_name(kind)).second;
  check_fits(kind, a, b);
  const bool takes_in = is_computed(b) || (only_handle && b.flows());
  if (is_recording() && (is_computed(a) || takes_in)) {
    if (!is_computed(a) && !only_handle) {
      throw TapeError(kind_name(kind),
                      "a weight cannot be changed in place by what a recording tape has computed: "
                      "its gradient would be lost. Change it where no tape records.");
    }
    Tensor result = ops::cast(ops::apply(kind, a, b), a.dtype());
    if (!a.name().empty()) result.name(a.name());
    a = std::move(result);
  } else if (a.writable() && fits_in_place(a, b)) {
    backend::elementwise(a.device())->binary(kind, a, b, a);
    a.bump_version();
  } else {
    a.assign(ops::evaluate(kind, a, b));
  }
  return a;
}

}  // namespace

// clang-format off
#define BERAS_OPERATOR(symbol, name)                                                                                 \
  Tensor operator symbol(const Tensor& a, const Tensor& b) { return ops::apply(BinaryKind::name, a, b); }            \
  Tensor operator symbol(const Tensor& a, Scalar b) { return ops::apply(BinaryKind::name, a, b); }
#define BERAS_ARITHMETIC(symbol, name)                                                                               \
  BERAS_OPERATOR(symbol, name)                                                                                       \
  Tensor operator symbol(Scalar a, const Tensor& b) { return ops::apply(BinaryKind::name, a, b); }
#define BERAS_IN_PLACE(symbol, name)                                                                                 \
  Tensor& operator symbol(Tensor& a, const Tensor& b) { return apply_in_place(BinaryKind::name, a, b); }             \
  Tensor& operator symbol(Tensor& a, Scalar b) { return apply_in_place(BinaryKind::name, a, b); }
// clang-format on

BERAS_ARITHMETIC(+, add)
BERAS_ARITHMETIC(-, subtract)
BERAS_ARITHMETIC(*, multiply)
BERAS_ARITHMETIC(/, divide)
BERAS_ARITHMETIC(%, mod)
BERAS_IN_PLACE(+=, add)
BERAS_IN_PLACE(-=, subtract)
BERAS_IN_PLACE(*=, multiply)
BERAS_IN_PLACE(/=, divide)
BERAS_OPERATOR(==, equal)
BERAS_OPERATOR(!=, not_equal)
BERAS_OPERATOR(<, less)
BERAS_OPERATOR(<=, less_equal)
BERAS_OPERATOR(>, greater)
BERAS_OPERATOR(>=, greater_equal)

Tensor operator-(const Tensor& x) { return ops::negative(x); }
Tensor operator&&(const Tensor& a, const Tensor& b) {
  return ops::apply(BinaryKind::logical_and, a, b);
}
Tensor operator||(const Tensor& a, const Tensor& b) {
  return ops::apply(BinaryKind::logical_or, a, b);
}
Tensor operator!(const Tensor& x) { return ops::logical_not(x); }

}  // namespace beras
