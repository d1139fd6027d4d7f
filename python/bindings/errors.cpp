// The engine's exceptions as Python's.
#include <new>

#include <beras/base/error.h>

#include "bindings/module.h"

namespace beras::python {
namespace {

/// A Python class named as the engine's, deriving from the natural one of Python.
template <typename Exception>
void error(nb::module_& m, const char* name, PyObject* base) {
  nb::exception<Exception>(m, name, base).attr("__module__") = "beras";
}

}  // namespace

void bind_errors(nb::module_& m) {
  // The last registered is tried first, so the general one comes first.
  error<Error>(m, "Error", PyExc_RuntimeError);
  error<ValueError>(m, "ValueError", PyExc_ValueError);
  error<ShapeError>(m, "ShapeError", PyExc_ValueError);
  error<DTypeError>(m, "DTypeError", PyExc_TypeError);
  error<IndexError>(m, "IndexError", PyExc_IndexError);
  error<TapeError>(m, "TapeError", PyExc_RuntimeError);
  error<FormatError>(m, "FormatError", PyExc_OSError);
  error<BackendError>(m, "BackendError", PyExc_MemoryError);
}

}  // namespace beras::python
