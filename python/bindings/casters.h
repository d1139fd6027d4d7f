// How arguments and results of the engine's functions become Python's and back.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/function.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <optional>
#include <vector>

#include <beras/ops/operand.h>
#include <beras/ops/window.h>
#include <beras/tensor/dtype_policy.h>
#include <beras/tensor/tensor.h>

#include "bindings/numpy.h"

namespace beras::python {

namespace nb = nanobind;

/// What every binding of an engine function says: other Python threads run meanwhile.
using Unlocked = nb::call_guard<Released>;

/// The integers of an int, or of a sequence of ints where None stands for -1; none for others.
std::optional<std::vector<std::int64_t>> integers_from(PyObject* object) noexcept;
/// The dtype that a name, a NumPy dtype or a Python type means; none for others.
std::optional<DType> dtype_from(PyObject* object) noexcept;
/// The policy that a dtype, a name or an object with a name means; none for others.
std::optional<DTypePolicy> dtype_policy_from(PyObject* object) noexcept;

/// A shared pointer to the engine object of a Python object, which it keeps alive.
template <typename T>
struct Shared {
  std::shared_ptr<T> pointer;
};

}  // namespace beras::python

namespace nanobind::detail {

template <>
struct type_caster<beras::Tensor> {
  NB_TYPE_CASTER(beras::Tensor, io_name("beras.core.TensorLike", "beras.core.Tensor"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    std::optional<beras::Tensor> tensor = beras::python::tensor_from(source.ptr());
    if (!tensor) return false;
    value = std::move(*tensor);
    return true;
  }
  static handle from_cpp(const beras::Tensor& tensor, rv_policy, cleanup_list*) noexcept {
    return beras::python::to_python(tensor);
  }
};

template <>
struct type_caster<beras::Scalar> {
  using Value = beras::Scalar;
  static constexpr auto Name = const_name("float");
  template <typename T>
  using Cast = movable_cast_t<T>;
  template <typename T>
  static constexpr bool can_cast() {
    return true;
  }

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    if (PyBool_Check(source.ptr())) {
      value = source.ptr() == Py_True;
      return true;
    }
    if (!PyFloat_Check(source.ptr()) && PyIndex_Check(source.ptr())) {
      if (const object integer = steal(PyNumber_Index(source.ptr()))) {  // NumPy's integers too
        int overflow = 0;
        value = PyLong_AsLongLongAndOverflow(integer.ptr(), &overflow);
        return overflow == 0;
      }
      PyErr_Clear();
    }
    value = PyFloat_AsDouble(source.ptr());
    if (PyErr_Occurred()) return PyErr_Clear(), false;
    return true;
  }
  static handle from_cpp(const beras::Scalar& number, rv_policy, cleanup_list*) noexcept {
    if (number.is_boolean()) return PyBool_FromLong(number.as<std::int32_t>());
    if (number.is_integer()) return PyLong_FromLongLong(number.as<std::int64_t>());
    return PyFloat_FromDouble(number.as<double>());
  }

  explicit operator Value*() { return &value; }
  explicit operator Value&() { return value; }
  explicit operator Value&&() { return std::move(value); }
  Value value = 0;
};

/// A parameter only: it refers to the tensor that the caster holds.
template <>
struct type_caster<beras::ops::Operand> {
  using Value = beras::ops::Operand;
  static constexpr auto Name = const_name("beras.core.TensorLike");
  template <typename T>
  using Cast = movable_cast_t<T>;
  template <typename T>
  static constexpr bool can_cast() {
    return true;
  }

  bool from_python(handle source, std::uint8_t flags, cleanup_list* cleanup) noexcept {
    if (PyFloat_Check(source.ptr()) || PyLong_Check(source.ptr())) {
      make_caster<beras::Scalar> number;
      if (!number.from_python(source, flags, cleanup)) return false;
      value = Value(number.value);
      return true;
    }
    std::optional<beras::Tensor> converted = beras::python::tensor_from(source.ptr());
    if (!converted) return false;
    tensor = std::move(*converted);
    value = Value(tensor);
    return true;
  }

  explicit operator Value*() { return &value; }
  explicit operator Value&() { return value; }
  explicit operator Value&&() { return std::move(value); }
  beras::Tensor tensor;
  Value value = 0;
};

template <>
struct type_caster<beras::Shape> {
  NB_TYPE_CASTER(beras::Shape,
                 io_name("int | collections.abc.Sequence[int | None]", "tuple[int | None, ...]"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    const auto integers = beras::python::integers_from(source.ptr());
    if (integers) value.assign(integers->begin(), integers->end());
    return integers.has_value();
  }
  /// An unknown length, -1 in the engine, is None in Python.
  static handle from_cpp(const beras::Shape& shape, rv_policy, cleanup_list*) noexcept {
    PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(shape.size()));
    for (std::size_t i = 0; tuple && i < shape.size(); ++i) {
      PyObject* length = shape[i] < 0 ? none().release().ptr() : PyLong_FromLongLong(shape[i]);
      PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), length);
    }
    return tuple;
  }
};

template <>
struct type_caster<beras::Axes> {
  NB_TYPE_CASTER(beras::Axes, const_name("int | collections.abc.Sequence[int] | None"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    value = beras::Axes();
    if (source.is_none()) return true;
    const auto integers = beras::python::integers_from(source.ptr());
    if (integers) value = beras::Axes(*integers);
    return integers.has_value();
  }
  /// Only for defaults, which are one axis or all.
  static handle from_cpp(const beras::Axes& axes, rv_policy, cleanup_list*) noexcept {
    if (axes.all()) return none().release();
    // What lies elsewhere in a tensor of a further axis is counted from the end.
    const std::int64_t axis = axes.resolve(8, "")[0];
    const bool from_the_end = axes.resolve(9, "")[0] != axis;
    return PyLong_FromLongLong(from_the_end ? axis - 8 : axis);
  }
};

template <>
struct type_caster<beras::DType> {
  NB_TYPE_CASTER(beras::DType, io_name("str | type | numpy.dtype[typing.Any]", "str"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    const auto dtype = beras::python::dtype_from(source.ptr());
    if (dtype) value = *dtype;
    return dtype.has_value();
  }
  static handle from_cpp(beras::DType dtype, rv_policy, cleanup_list*) noexcept {
    return str(std::string(beras::dtype_name(dtype)).c_str()).release();
  }
};

template <>
struct type_caster<beras::DTypePolicy> {
  NB_TYPE_CASTER(beras::DTypePolicy,
                 io_name("str | type | numpy.dtype[typing.Any] | DTypePolicy", "str"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    const auto policy = beras::python::dtype_policy_from(source.ptr());
    if (policy) value = *policy;
    return policy.has_value();
  }
  static handle from_cpp(const beras::DTypePolicy& policy, rv_policy, cleanup_list*) noexcept {
    return str(policy.name().c_str()).release();
  }
};

template <>
struct type_caster<beras::ops::Sizes> {
  using Value = beras::ops::Sizes;
  static constexpr auto Name = const_name("int | collections.abc.Sequence[int]");
  template <typename T>
  using Cast = movable_cast_t<T>;
  template <typename T>
  static constexpr bool can_cast() {
    return true;
  }

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    const auto integers = beras::python::integers_from(source.ptr());
    if (!integers) return false;
    value = PyLong_Check(source.ptr()) ? Value((*integers)[0])
                                       : Value(beras::Shape(integers->begin(), integers->end()));
    return true;
  }
  /// Only for defaults, which are one number for all axes.
  static handle from_cpp(const beras::ops::Sizes& sizes, rv_policy, cleanup_list*) noexcept {
    return PyLong_FromLongLong(sizes.resolve(1, "", "")[0]);
  }

  explicit operator Value*() { return &value; }
  explicit operator Value&() { return value; }
  explicit operator Value&&() { return std::move(value); }
  Value value = 1;
};

template <typename T>
struct type_caster<beras::python::Shared<T>> {
  NB_TYPE_CASTER(beras::python::Shared<T>, make_caster<T>::Name)

  bool from_python(handle source, std::uint8_t flags, cleanup_list* cleanup) noexcept {
    object engine = steal(PyObject_GetAttrString(source.ptr(), "_engine"));
    if (!engine) return PyErr_Clear(), false;
    make_caster<T> caster;
    if (!caster.from_python(engine, flags & ~std::uint8_t(cast_flags::convert), cleanup))
      return false;
    value.pointer =
        std::shared_ptr<T>(caster.operator T*(), beras::python::KeepAlive(source.ptr()));
    return true;
  }
};

}  // namespace nanobind::detail
