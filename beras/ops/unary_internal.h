// What the files of functions of one tensor share.
#pragma once

#include <beras/backend/elementwise.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The function of `x`, recorded if a tape watches. Integers and bools are computed in float32, but
/// for the functions that are whole for whole numbers: there integers stay, and bools count as
/// int32.
Tensor apply(const backend::UnaryFunction& function, const Tensor& x);
inline Tensor apply(backend::UnaryKind kind, const Tensor& x) {
  return apply(backend::UnaryFunction{kind}, x);
}

}  // namespace beras::ops
