// The class between numpy.ndarray and Tensor: reading elements and rows costs what it costs NumPy.
#pragma once

#include <nanobind/nanobind.h>

namespace beras::python {

/// The class `ArrayBase`, a numpy.ndarray whose subscription is NumPy's own while no tape of the
/// thread records, and where the key is of integers, slices, None and ellipsis. All other reads are
/// the engine's matter: the function given to `set_reader` answers them.
nanobind::object make_array_base();

/// The Python function of an array and a key that gives what tapes shall see; and the subclass that
/// shall iterate as quickly, which Python lets go by way of its method `__getitem__`.
void set_reader(PyObject* reader, PyTypeObject* subclass);

/// The Tensor that another is a view of, be it of NumPy's making or read while a tape recorded;
/// itself if of none.
nanobind::object origin_of(nanobind::handle view);

}  // namespace beras::python
