#include <beras/tensor/dtype_policy_map.h>

#include "bindings/casters.h"

#include <new>

namespace beras::python {

std::optional<std::vector<std::int64_t>> integers_from(PyObject* object) noexcept {
  const auto integer = [](PyObject* item) -> std::optional<std::int64_t> {
    if (item == Py_None) return -1;
    if (PyFloat_Check(item)) return std::nullopt;
    PyObject* number = PyNumber_Index(item);
    const std::int64_t value = number ? PyLong_AsLongLong(number) : -1;
    Py_XDECREF(number);
    if (PyErr_Occurred()) return PyErr_Clear(), std::nullopt;
    return value;
  };
  if (object == Py_None || PyUnicode_Check(object)) return std::nullopt;
  try {
    if (const auto single = integer(object)) return std::vector{*single};
    // One by one: an array may have more rows than there is memory for, none of them an integer.
    const nb::object items = nb::steal(PyObject_GetIter(object));
    if (!items) return PyErr_Clear(), std::nullopt;
    std::vector<std::int64_t> integers;
    while (const nb::object item = nb::steal(PyIter_Next(items.ptr()))) {
      const auto value = integer(item.ptr());
      if (!value) return std::nullopt;
      integers.push_back(*value);
    }
    if (PyErr_Occurred()) return PyErr_Clear(), std::nullopt;
    return integers;
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

std::optional<DType> dtype_from(PyObject* object) noexcept {
  const auto from_name = [](nb::handle name) -> std::optional<DType> {
    try {
      return dtype_from_name(nb::cast<std::string>(name));
    } catch (...) {
      return std::nullopt;
    }
  };
  if (PyUnicode_Check(object)) {
    if (const auto dtype = from_name(object)) return dtype;
  }
  try {  // NumPy's other words: "f4", float, np.float32
    return from_name(nb::module_::import_("numpy").attr("dtype")(nb::handle(object)).attr("name"));
  } catch (...) {
    PyErr_Clear();
    return std::nullopt;
  }
}

std::optional<DTypePolicy> dtype_policy_from(PyObject* object) noexcept {
  if (const auto dtype = dtype_from(object)) return DTypePolicy(*dtype);
  try {
    const nb::handle policy(object);
    if (nb::hasattr(policy, "_engine_map"))
      return DTypePolicy(
          nb::cast<std::shared_ptr<DTypePolicyMap>>(nb::object(policy.attr("_engine_map"))));
    const nb::object name = PyUnicode_Check(object) ? nb::borrow(policy) : policy.attr("name");
    return DTypePolicy(nb::cast<std::string>(name));
  } catch (...) {
    PyErr_Clear();
    return std::nullopt;
  }
}

}  // namespace beras::python
