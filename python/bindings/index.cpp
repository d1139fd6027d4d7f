#include "bindings/index.h"

#include <beras/base/error.h>

#include "bindings/conversions.h"

namespace beras::python {
namespace {

/// An integer of an index; far ones as the farthest there are.
std::int64_t integer_from(PyObject* number) {
  const Py_ssize_t integer = PyNumber_AsSsize_t(number, nullptr);
  if (integer != -1 || !PyErr_Occurred()) return integer;
  if (!PyErr_ExceptionMatches(PyExc_TypeError)) throw nb::python_error();
  PyErr_Clear();
  throw DTypeError("get_item", "an index of integers", described(number));
}

/// One entry of an index; none for what the engine has no word for.
std::optional<Index> index_from(PyObject* entry) {
  if (PyLong_CheckExact(entry)) return Index(integer_from(entry));
  if (PySlice_Check(entry)) {
    const auto* slice = reinterpret_cast<PySliceObject*>(entry);
    const auto part = [](PyObject* number) -> std::optional<std::int64_t> {
      if (number == Py_None) return std::nullopt;
      return integer_from(number);
    };
    return Index(Slice{part(slice->start), part(slice->stop), part(slice->step).value_or(1)});
  }
  if (entry == Py_None) return Index(newaxis);
  if (entry == Py_Ellipsis) return Index(ellipsis);
  if (PyObject_HasAttrString(entry, "ndim")) {
    const nb::handle array(entry);
    if (array.attr("ndim").equal(nb::int_(0))) {
      const nb::object kind = array.attr("dtype").attr("kind");
      if (!kind.equal(nb::str("i")) && !kind.equal(nb::str("u"))) return std::nullopt;
      return Index(integer_from(entry));
    }
  } else if (!PyList_Check(entry)) {
    return std::nullopt;
  }
  const std::optional<Tensor> tensor = tensor_from(entry);
  if (!tensor || tensor->rank() == 0 || is_floating(tensor->dtype())) return std::nullopt;
  return Index(*tensor);
}

}  // namespace

std::optional<Indices> indices_from(nb::handle key) {
  const bool is_tuple = PyTuple_Check(key.ptr());
  const Py_ssize_t count = is_tuple ? PyTuple_GET_SIZE(key.ptr()) : 1;
  Indices indices;
  for (Py_ssize_t i = 0; i < count; ++i) {
    std::optional<Index> index = index_from(is_tuple ? PyTuple_GET_ITEM(key.ptr(), i) : key.ptr());
    if (!index) return std::nullopt;
    indices.push_back(*std::move(index));
  }
  return indices;
}

}  // namespace beras::python
