// Memory of NumPy's that tensors stand on.
#pragma once

#include <memory>

#include "bindings/numpy.h"
#include "bindings/numpy_layout.h"

namespace beras::python {

/// What keeps an array's memory: what it is a view of, or itself.
std::shared_ptr<const void> owner_of(PyArrayObject* array);

/// The memory of an array that owns it, which it does no longer: it is freed in NumPy's way.
std::shared_ptr<const void> memory_taken_from(PyArrayObject* array);

/// The tensor of that shape on the array's memory, whose first element is the array's.
Tensor on_memory(PyArrayObject* array, DType dtype, const Shape& shape, const Strides& strides,
                 std::shared_ptr<const void> owner);

}  // namespace beras::python
