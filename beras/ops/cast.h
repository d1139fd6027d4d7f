// From one dtype to another.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The elements in another dtype (see cast_value); `x` itself if it has that dtype. The gradient is
/// cast back; none flows through integers and bools.
BERAS_API Tensor cast(const Tensor& x, DType dtype);

}  // namespace beras::ops
