// Tensors without values as Python sees them.
#pragma once

#include <Python.h>

#include <optional>

#include <beras/tensor/tensor.h>

namespace beras::python {

/// A tensor that no array can show: a symbolic one, or one on the device where nothing is computed.
struct KerasTensor {
  Tensor tensor;
};

/// The tensor of a KerasTensor; none for other objects.
std::optional<Tensor> symbolic_from(PyObject* object) noexcept;
/// A new reference to the KerasTensor of a tensor without values; null with an error set.
PyObject* symbolic_to_python(const Tensor& tensor) noexcept;

}  // namespace beras::python
