// The operators of Python's Tensor: the engine's, and NumPy's for what the engine does not know
// (complex numbers, strings, None).
#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

#include "bindings/matrix_product.h"
#include "bindings/module.h"

namespace beras::python {
namespace {

using ops::Operand;
using Function = Tensor (*)(const Operand&, const Operand&);

/// The result as a Tensor that is as trainable as the operand.
nb::object inheriting(const Tensor& result, nb::handle operand) {
  nb::object object = nb::steal(to_python(result));
  if (object) inherit_trainable(object.ptr(), operand.ptr());
  return object;
}

/// The engine's result, or none where one of the two is not of its kinds.
nb::object engines(Function function, nb::handle a, nb::handle b) {
  nb::detail::make_caster<Operand> left, right;
  if (!left.from_python(a, 0, nullptr) || !right.from_python(b, 0, nullptr)) return {};
  Tensor result;
  {
    const Released unlocked;
    result = function(left.value, right.value);
  }
  return inheriting(result, is_tensor(a.ptr()) ? a : b);
}

/// What NumPy's own slots take as their first: they look into it unasked.
PyObject* array(nb::handle self) {
  if (PyObject_TypeCheck(self.ptr(), array_class()) != 0) return self.ptr();
  throw DTypeError("Tensor", "a method of a Tensor",
                   "one of an object of type " + nb::cast<std::string>(nb::inst_name(self)));
}

nb::object checked(PyObject* result) {
  if (!result) throw nb::python_error();
  return nb::steal(result);
}

template <Function function, auto slot>
nb::object binary(nb::handle self, nb::handle other) {
  nb::object result = engines(function, self, other);
  return result ? result : checked((array_class()->tp_as_number->*slot)(self.ptr(), other.ptr()));
}

template <Function function, auto slot>
nb::object reflected(nb::handle self, nb::handle other) {
  return binary<function, slot>(other, self);
}

template <Function function, int comparison>
nb::object compare(nb::handle self, nb::handle other) {
  nb::object result = engines(function, self, other);
  return result ? result
                : checked(array_class()->tp_richcompare(array(self), other.ptr(), comparison));
}

template <Tensor (*function)(const Tensor&), auto slot>
nb::object unary(nb::handle self) {
  const std::optional<Tensor> x = tensor_from(self.ptr());
  if (!x) return checked((array_class()->tp_as_number->*slot)(self.ptr()));
  Tensor result;
  {
    const Released unlocked;
    result = function(*x);
  }
  return inheriting(result, self);
}

#define BERAS_APPLY(name, symbol)                                     \
  Tensor& name(Tensor& a, const Operand& b) {                         \
    return b.is_number() ? a symbol b.number() : a symbol b.tensor(); \
  }
BERAS_APPLY(add, +=)
BERAS_APPLY(subtract, -=)
BERAS_APPLY(multiply, *=)
BERAS_APPLY(divide, /=)
#undef BERAS_APPLY

/// `a op= b`: the same object, unless a recording tape made it a new tensor.
template <Tensor& (*apply)(Tensor&, const Operand&), auto slot>
nb::object in_place(nb::handle self, nb::handle other) {
  nb::detail::make_caster<Operand> right;
  if (!has_engine(self.ptr()) || !right.from_python(other, 0, nullptr))
    return checked((array_class()->tp_as_number->*slot)(array(self), other.ptr()));
  const bool held = is_held(self.ptr());
  const Tensor before = tensor_from(self.ptr()).value();
  Tensor tensor = held ? before : before.snapshot();  // the only handle, if nobody else has one
  // What a view shows belongs to another tensor as well: the result is written there.
  const bool is_seen_elsewhere = is_recording() && nb::hasattr(self, "_view_of");
  if (is_seen_elsewhere) tensor = before.copy();
  {
    const Released unlocked;
    apply(tensor, right.value);
  }
  if (is_seen_elsewhere) {
    self.attr("__setitem__")(nb::ellipsis(), tensor);
    return nb::borrow(self);
  }
  return tensor.id() == before.id() ? nb::borrow(self) : inheriting(tensor, self);
}

/// Python's power has a third operand, which tensors do not take.
nb::object power(nb::handle self, nb::handle other) {
  nb::object result = engines(&ops::power, self, other);
  return result ? result
                : checked(array_class()->tp_as_number->nb_power(self.ptr(), other.ptr(), Py_None));
}

nb::object reflected_power(nb::handle self, nb::handle other) { return power(other, self); }

}  // namespace

void bind_operators(nb::module_& m) {
  using Slots = PyNumberMethods;
  const auto method = [&](const char* name, auto function, const auto&... other) {
    m.attr(name) =
        nb::cpp_function(function, nb::name(name), nb::scope(m), nb::is_method(), other...);
  };
  const auto other = nb::arg("other").none();
#define BERAS_BINARY(name, function, slot)                   \
  method(#name, binary<function, &Slots::nb_##slot>, other); \
  method("r" #name, reflected<function, &Slots::nb_##slot>, other)
  BERAS_BINARY(add, ops::add, add);
  BERAS_BINARY(sub, ops::subtract, subtract);
  BERAS_BINARY(mul, ops::multiply, multiply);
  BERAS_BINARY(truediv, ops::divide, true_divide);
  BERAS_BINARY(floordiv, ops::floor_divide, floor_divide);
  BERAS_BINARY(mod, ops::mod, remainder);
  BERAS_BINARY(matmul, matrix_product, matrix_multiply);
  BERAS_BINARY(and, ops::bitwise_and, and);
  BERAS_BINARY(or, ops::bitwise_or, or);
  BERAS_BINARY(xor, ops::bitwise_xor, xor);
  BERAS_BINARY(lshift, ops::left_shift, lshift);
  BERAS_BINARY(rshift, ops::right_shift, rshift);
#undef BERAS_BINARY
  method("pow", power, other);
  method("rpow", reflected_power, other);

  method("eq", compare<ops::equal, Py_EQ>, other);
  method("ne", compare<ops::not_equal, Py_NE>, other);
  method("lt", compare<ops::less, Py_LT>, other);
  method("le", compare<ops::less_equal, Py_LE>, other);
  method("gt", compare<ops::greater, Py_GT>, other);
  method("ge", compare<ops::greater_equal, Py_GE>, other);

  method("iadd", in_place<add, &Slots::nb_inplace_add>, other);
  method("isub", in_place<subtract, &Slots::nb_inplace_subtract>, other);
  method("imul", in_place<multiply, &Slots::nb_inplace_multiply>, other);
  method("itruediv", in_place<divide, &Slots::nb_inplace_true_divide>, other);

  method("neg", unary<ops::negative, &Slots::nb_negative>);
  method("abs", unary<ops::abs, &Slots::nb_absolute>);
  method("invert", unary<ops::bitwise_not, &Slots::nb_invert>);
}

}  // namespace beras::python
