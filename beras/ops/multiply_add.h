// Product and sum in one pass over the memory.
#pragma once

#include <beras/base/export.h>
#include <beras/ops/operand.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x1 x2 + x3, which broadcast and promote; floats are rounded once where the machine can.
///
/// It reads and writes each number once, where `x1 * x2 + x3` writes the product and reads it
/// again.
BERAS_API Tensor multiply_add(const Operand& x1, const Operand& x2, const Operand& x3);

}  // namespace beras::ops
