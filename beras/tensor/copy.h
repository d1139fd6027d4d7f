// Copies elements between tensors of any strides and dtypes.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Writes the elements of `from`, broadcast to the shape of `to` and cast to its dtype (see
/// cast_value).
///
/// Neither the memory's version nor any tape hears of it, and the two must not overlap:
/// `Tensor::assign` minds all that. ShapeError if `from` does not broadcast to `to`, ValueError if
/// only `to` has values.
BERAS_API void copy_elements(const Tensor& from, const Tensor& to);

/// The elements without gaps, cast to that dtype, on that device: memory of its own.
BERAS_API Tensor copied(const Tensor& x, DType dtype, Device device);

/// ValueError, in the name of `who`, for a symbolic tensor, for memory that may only be read, and
/// for what broadcast_to gives: several of its elements are one in memory.
BERAS_API void check_writable(const Tensor& tensor, std::string_view who);

/// Strides that walk over a tensor of `shape` and `strides` as if it had been broadcast to
/// `target`: 0 along the axes that repeat. ShapeError, in the name of `who`, if it does not
/// broadcast.
BERAS_API Strides broadcast_strides(const Shape& shape, const Strides& strides, const Shape& target,
                                    std::string_view who);

}  // namespace beras
