#include "bindings/numpy_memory.h"

#include <nanobind/nanobind.h>

#include <algorithm>
#include <utility>

namespace beras::python {
namespace {

/// Frees memory that NumPy allocated for an array, in NumPy's way.
class Free {
 public:
  explicit Free(PyArrayObject* array)
      : handler_(PyArray_HANDLER(array)), bytes_(std::max<npy_intp>(PyArray_NBYTES(array), 1)) {
    Py_INCREF(handler_);
  }
  void operator()(const void* data) const {
    const Lock lock;
    if (!lock) return;
    const auto* handler =
        static_cast<PyDataMem_Handler*>(PyCapsule_GetPointer(handler_, "mem_handler"));
    handler->allocator.free(handler->allocator.ctx, const_cast<void*>(data),
                            static_cast<std::size_t>(bytes_));
    Py_DECREF(handler_);
  }

 private:
  PyObject* handler_;
  npy_intp bytes_;
};

}  // namespace

std::shared_ptr<const void> owner_of(PyArrayObject* array) {
  PyObject* base = PyArray_BASE(array);
  return {array, KeepAlive(base ? base : reinterpret_cast<PyObject*>(array))};
}

std::shared_ptr<const void> memory_taken_from(PyArrayObject* array) {
  std::shared_ptr<const void> memory(PyArray_DATA(array), Free(array));
  PyArray_CLEARFLAGS(array, NPY_ARRAY_OWNDATA);
  return memory;
}

Tensor on_memory(PyArrayObject* array, DType dtype, const Shape& shape, const Strides& strides,
                 std::shared_ptr<const void> owner) {
  void* data = PyArray_DATA(array);
  const auto on = [&](void* first, const Shape& lengths) {
    return PyArray_ISWRITEABLE(array)
               ? Tensor::from_external(first, lengths, dtype, std::move(owner))
               : Tensor::from_read_only(first, lengths, dtype, std::move(owner));
  };
  if (PyArray_SIZE(array) == 0 || PyArray_IS_C_CONTIGUOUS(array)) return on(data, shape);
  std::int64_t before = 0, after = 0;  // how far the elements reach to both sides of the first
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    const std::int64_t reach = (shape[axis] - 1) * strides[axis];
    (reach < 0 ? before : after) += reach;
  }
  auto* lowest = static_cast<char*>(data) + before * PyArray_ITEMSIZE(array);
  return on(lowest, {after - before + 1}).as_strided(shape, strides, -before);
}

}  // namespace beras::python
