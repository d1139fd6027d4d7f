// The gated linear unit.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// a sigmoid(b) of the two halves a and b along the axis; ValueError for an odd length. Source:
/// Dauphin et al., 2017.
BERAS_API Tensor glu(const Tensor& x, std::int64_t axis = -1);

}  // namespace beras::ops
