// Gradients that are the same all around a point, as those of relu, max and sort. Private to ops.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// `gradient` as it is, connected with x by a derivative of 0 where a tape records: it was chosen
/// by x, so that second derivatives are 0 rather than missing.
BERAS_API Tensor flat(const Tensor& gradient, const Tensor& x);

/// x as it is, whose gradient is connected with it so: for what picks elements of x by their values
/// and is written with operators that pick by positions.
BERAS_API Tensor picked(const Tensor& x);

}  // namespace beras::ops
