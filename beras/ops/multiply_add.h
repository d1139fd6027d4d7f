// Product and sum in one pass over the memory.
#pragma once

#include <beras/base/export.h>
#include <beras/ops/operand.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x1 x2 + x3, of the shape and dtype of `x1 * x2 + x3`; floats are rounded once where the machine
/// can.
///
/// It reads and writes each number once, where `x1 * x2 + x3` writes the product and reads it
/// again. The gradients are those of that expression. ShapeError if the shapes do not broadcast.
/// Source: torch.addcmul.
BERAS_API Tensor multiply_add(const Operand& x1, const Operand& x2, const Operand& x3);

}  // namespace beras::ops
