// What the normalisations share: tensors as matrices for the kernels, and their parameters.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras::ops {

/// (rows, columns) of a contiguous tensor, the last `count` axes being the columns: a view.
Tensor as_matrix(const Tensor& x, std::size_t count);

/// The parameter in `dtype`, or a constant on `device` if it is undefined; ShapeError unless it has
/// `shape`.
Tensor parameter(const char* who, const char* name, const Tensor& given, double otherwise,
                 const Shape& shape, DType dtype, Device device);

}  // namespace beras::ops
