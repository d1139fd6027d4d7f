// What the operators share with the functions of two tensors.
#pragma once

#include <beras/backend/elementwise.h>
#include <beras/ops/operand.h>

namespace beras::ops {

/// The value, without any record.
Tensor evaluate(backend::BinaryKind kind, const Tensor& a, const Tensor& b);
/// The value, recorded if a tape watches.
Tensor apply(backend::BinaryKind kind, const Operand& a, const Operand& b);

}  // namespace beras::ops
