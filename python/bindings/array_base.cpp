#include "bindings/array_base.h"

#include <array>

#include <beras/core/scopes.h>

#include "bindings/numpy_layout.h"

namespace nb = nanobind;

namespace beras::python {
namespace {

PyObject* reader = nullptr;

bool is_basic(PyObject* entry) {
  return PyLong_CheckExact(entry) || PySlice_Check(entry) || entry == Py_None ||
         entry == Py_Ellipsis || PyArray_IsScalar(entry, Integer);
}

/// True for a key that NumPy answers with an element or a view.
bool is_basic_key(PyObject* key) {
  if (!PyTuple_CheckExact(key)) return is_basic(key);
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(key); ++i) {
    if (!is_basic(PyTuple_GET_ITEM(key, i))) return false;
  }
  return true;
}

PyObject* read(PyObject* array, PyObject* key) {
  const std::array<PyObject*, 2> arguments = {array, key};
  return PyObject_Vectorcall(reader, arguments.data(), arguments.size(), nullptr);
}

PyObject* subscript(PyObject* array, PyObject* key) {
  return is_recording() || !is_basic_key(key)
             ? read(array, key)
             : PyArray_Type.tp_as_mapping->mp_subscript(array, key);
}

/// What iteration asks for.
PyObject* item(PyObject* array, Py_ssize_t position) {
  // NumPy's own answer to this slot is slower: it makes an array on the way to a number.
  const nb::object key = nb::steal(PyLong_FromSsize_t(position));
  return key ? subscript(array, key.ptr()) : nullptr;
}

}  // namespace

nb::object make_array_base() {
  PyType_Slot slots[] = {{Py_mp_subscript, reinterpret_cast<void*>(subscript)},
                         {Py_sq_item, reinterpret_cast<void*>(item)},
                         {0, nullptr}};
  PyType_Spec spec = {.name = "beras._engine.tensor.ArrayBase",
                      .basicsize = 0,  // that of numpy.ndarray
                      .itemsize = 0,
                      .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                      .slots = slots};
  const nb::object bases = nb::make_tuple(nb::handle(reinterpret_cast<PyObject*>(&PyArray_Type)));
  PyObject* type = PyType_FromSpecWithBases(&spec, bases.ptr());
  if (!type) throw nb::python_error();
  return nb::steal(type);
}

void set_reader(PyObject* function, PyTypeObject* subclass) {
  Py_INCREF(function);
  reader = function;
  subclass->tp_as_sequence->sq_item = item;
}

}  // namespace beras::python
