// The gradient of broadcasting.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// Sums a gradient over the axes along which an input of `shape` was broadcast: the result has that
/// shape.
BERAS_API Tensor reduce_to_shape(const Tensor& gradient, const Shape& shape);

}  // namespace beras::ops
