// The activation functions. Those with parameters come twice: alone they have Keras's defaults.
#pragma once

#include <cstdint>
#include <limits>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::activations {

struct ReluOptions {
  double negative_slope = 0.0;
  double max_value = std::numeric_limits<double>::infinity();
  double threshold = 0.0;
};

/// max(x, 0); with options: max_value for x >= max_value, x for threshold <= x < max_value, else
/// negative_slope (x - threshold).
BERAS_API Tensor relu(const Tensor& x);
BERAS_API Tensor relu(const Tensor& x, const ReluOptions& options);

/// min(max(x, 0), 6).
BERAS_API Tensor relu6(const Tensor& x);

/// x for x > 0, else negative_slope x; the default slope is 0.2. (The layer LeakyReLU has 0.3.)
BERAS_API Tensor leaky_relu(const Tensor& x);
BERAS_API Tensor leaky_relu(const Tensor& x, double negative_slope);

/// x for x > 0, else alpha (exp(x) - 1); the default alpha is 1. Source: Clevert et al., 2016.
BERAS_API Tensor elu(const Tensor& x);
BERAS_API Tensor elu(const Tensor& x, double alpha);

/// 1.0507... elu(x, 1.6732...). Source: Klambauer et al., 2017.
BERAS_API Tensor selu(const Tensor& x);

/// x for x > 0, else alpha (exp(x / alpha) - 1); the default alpha is 1. Source: Barron, 2017.
BERAS_API Tensor celu(const Tensor& x);
BERAS_API Tensor celu(const Tensor& x, double alpha);

/// x P(X <= x) for X ~ N(0, 1): exact by default, else by the approximation with tanh. Source:
/// Hendrycks & Gimpel, 2016.
BERAS_API Tensor gelu(const Tensor& x);
BERAS_API Tensor gelu(const Tensor& x, bool approximate);

/// x sigmoid(x). Source: Ramachandran et al., 2017.
BERAS_API Tensor silu(const Tensor& x);
/// The other name of silu.
inline Tensor swish(const Tensor& x) { return silu(x); }

/// x tanh(softplus(x)). Source: Misra, 2019.
BERAS_API Tensor mish(const Tensor& x);

/// 1 / (1 + exp(-x)).
BERAS_API Tensor sigmoid(const Tensor& x);
/// log(sigmoid(x)).
BERAS_API Tensor log_sigmoid(const Tensor& x);
/// x / 6 + 1 / 2, limited to [0, 1].
BERAS_API Tensor hard_sigmoid(const Tensor& x);
/// x hard_sigmoid(x). Source: Howard et al., 2019.
BERAS_API Tensor hard_silu(const Tensor& x);
/// The other name of hard_silu.
inline Tensor hard_swish(const Tensor& x) { return hard_silu(x); }

BERAS_API Tensor tanh(const Tensor& x);
/// x, limited to [-1, 1].
BERAS_API Tensor hard_tanh(const Tensor& x);
/// x - tanh(x).
BERAS_API Tensor tanh_shrink(const Tensor& x);
/// x for |x| > threshold, else 0; the default threshold is 0.5.
BERAS_API Tensor hard_shrink(const Tensor& x);
BERAS_API Tensor hard_shrink(const Tensor& x, double threshold);
/// x moved towards 0 by threshold, and 0 within it; the default threshold is 0.5.
BERAS_API Tensor soft_shrink(const Tensor& x);
BERAS_API Tensor soft_shrink(const Tensor& x, double threshold);

/// log(1 + exp(x)).
BERAS_API Tensor softplus(const Tensor& x);
/// x / (1 + |x|).
BERAS_API Tensor softsign(const Tensor& x);
/// (x + sqrt(x^2 + b)) / 2; the default b is 4. Source: Barron, 2021.
BERAS_API Tensor squareplus(const Tensor& x);
BERAS_API Tensor squareplus(const Tensor& x, double b);
/// 0 for x <= -1, (x + 1)^2 / 4 up to 1, then x.
BERAS_API Tensor sparse_plus(const Tensor& x);
/// (x + 1) / 2, limited to [0, 1].
BERAS_API Tensor sparse_sigmoid(const Tensor& x);

/// exp(x) / sum(exp(x)) along an axis, the last by default.
BERAS_API Tensor softmax(const Tensor& x);
BERAS_API Tensor softmax(const Tensor& x, std::int64_t axis);
/// log(softmax(x)), without underflow.
BERAS_API Tensor log_softmax(const Tensor& x);
BERAS_API Tensor log_softmax(const Tensor& x, std::int64_t axis);

BERAS_API Tensor exponential(const Tensor& x);
/// x itself.
BERAS_API Tensor linear(const Tensor& x);

}  // namespace beras::activations
