// What NumPy computes, and the engine cannot differentiate, must not look like a constant.
#pragma once

#include <string>

#include <beras/tensor/tensor.h>

namespace beras::python {

/// The outputs under new identities; recording tapes note that a function of that name made them of
/// the inputs. The gradient of such a record is an error that says so.
Tensors without_gradient(const std::string& name, const Tensors& inputs, const Tensors& outputs);

}  // namespace beras::python
