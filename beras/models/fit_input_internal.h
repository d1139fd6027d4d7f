// Inputs whose rank is off by an axis of length 1. Private to models.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras {

/// The last axis is taken away or added where it has length 1 and the rank is off by it.
Tensor with_rank_of(const Shape& expected, const Tensor& x);

}  // namespace beras
