// Choosing between values, element by element.
#pragma once

#include <beras/base/export.h>
#include <beras/ops/operand.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x1 where the condition is true (not 0), else x2; all three broadcast, and x1 and x2 promote.
BERAS_API Tensor where(const Tensor& condition, const Operand& x1, const Operand& x2);

/// min(max(x, x_min), x_max); NaN stays. The gradient is 1 where x lies within the bounds, else 0.
BERAS_API Tensor clip(const Tensor& x, Scalar x_min, Scalar x_max);

}  // namespace beras::ops
