// Derivatives that are the same all around a point, as that of relu. Private to ops.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras::ops {

/// `value` in the shape of x, from which it was computed: connected with x by a derivative of 0, so
/// that second derivatives are 0 there rather than missing.
Tensor step(const Tensor& value, const Tensor& x);

}  // namespace beras::ops
