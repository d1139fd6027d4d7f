// The dtypes of what grows with the number of elements: int32, as in Keras, or int64 where that
// would overflow.
#pragma once

#include <cstdint>
#include <limits>

#include <beras/tensor/dtype.h>

namespace beras::ops {

/// Holds the sum of `count` elements: int32 or int64 for elements of one byte, else their own,
/// in which sums of integers wrap around.
inline DType sum_dtype(DType dtype, std::int64_t count) {
  if (item_size(dtype) > 1) return dtype;
  const int largest = dtype == DType::boolean ? 1 : dtype == DType::int8 ? 128 : 255;
  return count <= std::numeric_limits<std::int32_t>::max() / largest ? DType::int32 : DType::int64;
}

/// Holds the positions among `count` elements.
inline DType position_dtype(std::int64_t count) {
  return count - 1 <= std::numeric_limits<std::int32_t>::max() ? DType::int32 : DType::int64;
}

}  // namespace beras::ops
