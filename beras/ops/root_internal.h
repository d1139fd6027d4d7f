// Powers with a gradient that norms and standard deviations have at 0, too.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras::ops {

/// x^p of x >= 0 for p != 0, with gradients of 0 where x is 0: where a norm has no derivative, 0 is
/// one of its subgradients. Source: PyTorch.
Tensor power_flat_at_zero(const Tensor& x, double p);

/// The same for p = 1/2.
inline Tensor root(const Tensor& x) { return power_flat_at_zero(x, 0.5); }

}  // namespace beras::ops
