// In which dtype sums over many elements are formed.
#pragma once

#include <beras/tensor/dtype.h>

namespace beras::ops {

/// float64 for itself, float32 for everything else.
inline DType compute_dtype(DType dtype) {
  return dtype == DType::float64 ? DType::float64 : DType::float32;
}

/// What comes out: the dtype itself if it is floating, else float32.
inline DType result_dtype(DType dtype) { return is_floating(dtype) ? dtype : DType::float32; }

}  // namespace beras::ops
