#include "bindings/numpy_layout.h"

#include <array>
#include <utility>

namespace beras::python {
namespace {

constexpr std::array<std::pair<DType, int>, 8> numpy_types = {{{DType::float32, NPY_FLOAT32},
                                                               {DType::float64, NPY_FLOAT64},
                                                               {DType::float16, NPY_FLOAT16},
                                                               {DType::int8, NPY_INT8},
                                                               {DType::int32, NPY_INT32},
                                                               {DType::int64, NPY_INT64},
                                                               {DType::uint8, NPY_UINT8},
                                                               {DType::boolean, NPY_BOOL}}};

/// Borrowed; null with a Python error where ml_dtypes is missing.
PyArray_Descr* bfloat16_descr() {
  // bfloat16 is not NumPy's own: the package ml_dtypes adds it, and is imported when first needed.
  static PyArray_Descr* descr = nullptr;
  if (!descr) {
    PyObject* module = PyImport_ImportModule("ml_dtypes");
    PyObject* type = module ? PyObject_GetAttrString(module, "bfloat16") : nullptr;
    if (type) PyArray_DescrConverter(type, &descr);
    Py_XDECREF(type);
    Py_XDECREF(module);
  }
  return descr;
}

}  // namespace

PyArray_Descr* descr_of(DType dtype) {
  if (dtype == DType::bfloat16) {
    PyArray_Descr* descr = bfloat16_descr();
    Py_XINCREF(descr);
    return descr;
  }
  for (const auto& [ours, numpys] : numpy_types) {
    if (ours == dtype) return PyArray_DescrFromType(numpys);
  }
  return nullptr;
}

std::optional<DType> dtype_of_array(PyArrayObject* array) {
  const int type = PyArray_TYPE(array);
  for (const auto& [ours, numpys] : numpy_types) {
    // int64 has two names on some systems: "long" and "long long".
    if (numpys == type || (PyArray_EquivTypenums(numpys, type) != 0)) return ours;
  }
  if (type >= NPY_USERDEF) {
    PyArray_Descr* bfloat16 = bfloat16_descr();
    if (bfloat16 && bfloat16->type_num == type) return DType::bfloat16;
    PyErr_Clear();
  }
  return std::nullopt;
}

int widened(int type) {
  switch (type) {
    case NPY_INT16:
    case NPY_UINT16:
      return NPY_INT32;
    case NPY_UINT32:
    case NPY_UINT64:
    case NPY_ULONGLONG:
      return NPY_INT64;
    case NPY_LONGDOUBLE:
      return NPY_FLOAT64;
    default:
      return -1;
  }
}

Shape shape_of(PyArrayObject* array) {
  const npy_intp* dims = PyArray_DIMS(array);
  return {dims, dims + PyArray_NDIM(array)};
}

std::optional<Strides> strides_of(PyArrayObject* array) {
  Strides strides(static_cast<std::size_t>(PyArray_NDIM(array)));
  const npy_intp item = PyArray_ITEMSIZE(array);
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    const npy_intp bytes = PyArray_STRIDES(array)[axis];
    if (item == 0 || bytes % item != 0) return std::nullopt;  // texts may have no bytes
    strides[axis] = bytes / item;
  }
  return strides;
}

}  // namespace beras::python
