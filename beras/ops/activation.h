// The activation functions that work element by element, with Keras's names and defaults. All are
// exact where exp(x) would overflow.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// max(x, 0); derivative 0 at 0. Integers stay integers.
BERAS_API Tensor relu(const Tensor& x);
/// min(max(x, 0), 6).
BERAS_API Tensor relu6(const Tensor& x);
/// x where x > 0, else negative_slope x; so is its derivative at 0.
BERAS_API Tensor leaky_relu(const Tensor& x, double negative_slope = 0.2);
/// x where x > 0, else alpha (exp(x) - 1).
BERAS_API Tensor elu(const Tensor& x, double alpha = 1.0);
/// scale elu(x, alpha), scale and alpha such that mean 0 and variance 1 are kept. Source: Klambauer
/// et al., 2017.
BERAS_API Tensor selu(const Tensor& x);
/// max(x, 0) + min(alpha (exp(x / alpha) - 1), 0).
BERAS_API Tensor celu(const Tensor& x, double alpha = 1.0);
/// 1 / (1 + exp(-x)).
BERAS_API Tensor sigmoid(const Tensor& x);
/// log(sigmoid(x)).
BERAS_API Tensor log_sigmoid(const Tensor& x);
/// min(max(x / 6 + 1/2, 0), 1).
BERAS_API Tensor hard_sigmoid(const Tensor& x);
/// log(1 + exp(x)).
BERAS_API Tensor softplus(const Tensor& x);
/// x / (1 + |x|).
BERAS_API Tensor softsign(const Tensor& x);
/// x sigmoid(x), also called swish.
BERAS_API Tensor silu(const Tensor& x);
/// x hard_sigmoid(x), also called hard swish.
BERAS_API Tensor hard_silu(const Tensor& x);
/// x P(X <= x) with X standard normal, or its approximation 0.5 x (1 + tanh(sqrt(2/pi) (x +
/// 0.044715 x^3))).
BERAS_API Tensor gelu(const Tensor& x, bool approximate = true);
/// x tanh(softplus(x)).
BERAS_API Tensor mish(const Tensor& x);
/// min(max(x, -1), 1).
BERAS_API Tensor hard_tanh(const Tensor& x);
/// x where |x| > threshold, else 0.
BERAS_API Tensor hard_shrink(const Tensor& x, double threshold = 0.5);
/// x moved towards 0 by the threshold, and 0 where it would cross.
BERAS_API Tensor soft_shrink(const Tensor& x, double threshold = 0.5);
/// x - tanh(x).
BERAS_API Tensor tanh_shrink(const Tensor& x);
/// x where x > threshold, else default_value.
BERAS_API Tensor threshold(const Tensor& x, double threshold, double default_value);
/// (x + sqrt(x^2 + b)) / 2.
BERAS_API Tensor squareplus(const Tensor& x, double b = 4);
/// 0 below -1, x above 1, (x + 1)^2 / 4 between.
BERAS_API Tensor sparse_plus(const Tensor& x);
/// 0 below -1, 1 above 1, (x + 1) / 2 between.
BERAS_API Tensor sparse_sigmoid(const Tensor& x);

}  // namespace beras::ops
