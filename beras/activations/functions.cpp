#include <beras/activations/functions.h>

#include <cmath>

#include <beras/ops/activation.h>
#include <beras/ops/binary.h>
#include <beras/ops/select.h>
#include <beras/ops/softmax.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::activations {

Tensor relu(const Tensor& x) { return ops::relu(x); }
Tensor relu(const Tensor& x, const ReluOptions& options) {
  const auto& [slope, max_value, threshold] = options;
  if (threshold == 0 && std::isinf(max_value)) {
    return slope == 0 ? ops::relu(x) : ops::leaky_relu(x, slope);
  }
  const Tensor limited = std::isinf(max_value) ? x : ops::minimum(x, max_value);
  return ops::where(x > threshold, limited, (x - threshold) * slope);
}
Tensor relu6(const Tensor& x) { return ops::relu6(x); }

Tensor leaky_relu(const Tensor& x) { return ops::leaky_relu(x); }
Tensor leaky_relu(const Tensor& x, double negative_slope) {
  return ops::leaky_relu(x, negative_slope);
}
Tensor elu(const Tensor& x) { return ops::elu(x); }
Tensor elu(const Tensor& x, double alpha) { return ops::elu(x, alpha); }
Tensor selu(const Tensor& x) { return ops::selu(x); }
Tensor celu(const Tensor& x) { return ops::celu(x); }
Tensor celu(const Tensor& x, double alpha) { return ops::celu(x, alpha); }
Tensor gelu(const Tensor& x) { return ops::gelu(x, false); }
Tensor gelu(const Tensor& x, bool approximate) { return ops::gelu(x, approximate); }
Tensor silu(const Tensor& x) { return ops::silu(x); }
Tensor mish(const Tensor& x) { return ops::mish(x); }

Tensor sigmoid(const Tensor& x) { return ops::sigmoid(x); }
Tensor log_sigmoid(const Tensor& x) { return ops::log_sigmoid(x); }
Tensor hard_sigmoid(const Tensor& x) { return ops::hard_sigmoid(x); }
Tensor hard_silu(const Tensor& x) { return ops::hard_silu(x); }

Tensor tanh(const Tensor& x) { return ops::tanh(x); }
Tensor hard_tanh(const Tensor& x) { return ops::hard_tanh(x); }
Tensor tanh_shrink(const Tensor& x) { return ops::tanh_shrink(x); }
Tensor hard_shrink(const Tensor& x) { return ops::hard_shrink(x); }
Tensor hard_shrink(const Tensor& x, double threshold) { return ops::hard_shrink(x, threshold); }
Tensor soft_shrink(const Tensor& x) { return ops::soft_shrink(x); }
Tensor soft_shrink(const Tensor& x, double threshold) { return ops::soft_shrink(x, threshold); }

Tensor softplus(const Tensor& x) { return ops::softplus(x); }
Tensor softsign(const Tensor& x) { return ops::softsign(x); }
Tensor squareplus(const Tensor& x) { return ops::squareplus(x); }
Tensor squareplus(const Tensor& x, double b) { return ops::squareplus(x, b); }
Tensor sparse_plus(const Tensor& x) { return ops::sparse_plus(x); }
Tensor sparse_sigmoid(const Tensor& x) { return ops::sparse_sigmoid(x); }

Tensor softmax(const Tensor& x) { return ops::softmax(x); }
Tensor softmax(const Tensor& x, std::int64_t axis) { return ops::softmax(x, axis); }
Tensor log_softmax(const Tensor& x) { return ops::log_softmax(x); }
Tensor log_softmax(const Tensor& x, std::int64_t axis) { return ops::log_softmax(x, axis); }

Tensor exponential(const Tensor& x) { return ops::exp(x); }
Tensor linear(const Tensor& x) { return x; }

}  // namespace beras::activations
