// The dtypes that vectors of floats compute alike: float32, and bfloat16 by widening it.
#pragma once

#include <beras/tensor/dtype.h>

namespace beras::backend::cpu {

inline bool is_fast_float(DType dtype) {
  return dtype == DType::float32 || dtype == DType::bfloat16;
}

/// body(T{}) with the C++ type of one of them.
template <typename Body>
void visit_fast_float(DType dtype, const Body& body) {
  dtype == DType::bfloat16 ? body(bfloat16{}) : body(float{});
}

}  // namespace beras::backend::cpu
