// Order: sorting, and the greatest.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Not-a-number counts as greater than all numbers. Gradients flow through the values to the places
// they come from.

/// In rising order along one axis, or raveled if none is given.
BERAS_API Tensor sort(const Tensor& x, std::optional<std::int64_t> axis = -1);
// Positions are int32, or int64 along axes of more than 2^31 elements.

/// The positions in rising order, equal elements in the order in which they stand.
BERAS_API Tensor argsort(const Tensor& x, std::optional<std::int64_t> axis = -1);

struct TopK {
  Tensor values;
  Tensor indices;
};

/// The k greatest along the last axis, greatest first, and their positions. ValueError
/// unless 0 <= k <= the axis's length.
BERAS_API TopK top_k(const Tensor& x, std::int64_t k);

}  // namespace beras::ops
