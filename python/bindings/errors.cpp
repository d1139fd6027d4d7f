// The engine's exceptions and warnings as Python's.
#include <exception>
#include <new>
#include <stdexcept>
#include <typeinfo>

#include <beras/base/error.h>
#include <beras/base/warning.h>

#include "bindings/module.h"

namespace beras::python {
namespace {

/// A Python class named as the engine's, deriving from the natural one of Python.
template <typename Exception>
void error(nb::module_& m, const char* name, PyObject* base) {
  nb::exception<Exception>(m, name, base).attr("__module__") = "beras";
}

/// A warning of Python's, which its filters may show, hide or raise.
void warn_in_python(const std::string& message) {
  const Lock lock;
  if (PyErr_WarnEx(PyExc_SyntaxWarning, message.c_str(), 1) != 0) throw nb::python_error();
}

/// What the standard library and nanobind say in C++'s words; of conversions, those that nobody
/// explains better.
void translate(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    PyErr_SetString(PyExc_MemoryError, "[beras] expected more memory. Received: none.");
  } catch (const std::length_error&) {
    PyErr_SetString(PyExc_MemoryError, "[beras] expected sizes that fit memory. Received: larger.");
  } catch (const std::bad_cast&) {
    PyErr_SetString(PyExc_TypeError, "[beras] expected an object of another type.");
  }
}

}  // namespace

void bind_errors(nb::module_& m) {
  nb::register_exception_translator(translate);
  // The last registered is tried first, so the general one comes first.
  error<Error>(m, "Error", PyExc_RuntimeError);
  error<ValueError>(m, "ValueError", PyExc_ValueError);
  error<ShapeError>(m, "ShapeError", PyExc_ValueError);
  error<DTypeError>(m, "DTypeError", PyExc_TypeError);
  error<IndexError>(m, "IndexError", PyExc_IndexError);
  error<TapeError>(m, "TapeError", PyExc_RuntimeError);
  error<FormatError>(m, "FormatError", PyExc_OSError);
  error<BackendError>(m, "BackendError", PyExc_MemoryError);
  set_warning_handler(warn_in_python);  // of the category that Keras warns in
}

}  // namespace beras::python
