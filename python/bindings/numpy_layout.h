// How NumPy describes arrays: dtypes, shapes and strides as the engine has them.
#pragma once

#include <Python.h>

// NumPy's functions are reached through one table, which numpy.cpp alone imports.
#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#define NPY_TARGET_VERSION NPY_1_22_API_VERSION  // the first with memory handlers
#define PY_ARRAY_UNIQUE_SYMBOL beras_numpy_functions
#ifndef BERAS_IMPORTS_NUMPY
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>

#include <optional>

#include <beras/tensor/tensor.h>

namespace beras::python {

/// A new reference to NumPy's dtype; null with a Python error for bfloat16 where the package
/// ml_dtypes is missing.
PyArray_Descr* descr_of(DType dtype);
/// None for dtypes that the engine has not.
std::optional<DType> dtype_of_array(PyArrayObject* array);
/// What an integer or float of a size that the engine has not is widened to; -1 for other kinds.
int widened(int type);

Shape shape_of(PyArrayObject* array);
/// Strides in elements; none if a stride is not a whole number of them.
std::optional<Strides> strides_of(PyArrayObject* array);

}  // namespace beras::python
