#include <beras/ops/activation.h>

#include <string>

#include <beras/base/error.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary_internal.h>

namespace beras::ops {

using backend::UnaryKind;

Tensor relu(const Tensor& x) { return apply(UnaryKind::relu, x); }
Tensor relu6(const Tensor& x) { return apply(UnaryKind::relu6, x); }
Tensor leaky_relu(const Tensor& x, double negative_slope) {
  BERAS_NOTE_SYMBOLIC(leaky_relu, x, negative_slope);
  return apply({UnaryKind::leaky_relu, negative_slope}, x);
}
Tensor elu(const Tensor& x, double alpha) {
  BERAS_NOTE_SYMBOLIC(elu, x, alpha);
  return apply({UnaryKind::elu, alpha}, x);
}
Tensor selu(const Tensor& x) {
  return apply(
      {UnaryKind::selu, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946}, x);
}
Tensor celu(const Tensor& x, double alpha) {
  if (alpha == 0) throw ValueError("celu", "an alpha that is not 0", std::to_string(alpha));
  BERAS_NOTE_SYMBOLIC(celu, x, alpha);
  return apply({UnaryKind::celu, alpha}, x);
}
Tensor sigmoid(const Tensor& x) { return apply(UnaryKind::sigmoid, x); }
Tensor log_sigmoid(const Tensor& x) { return apply(UnaryKind::log_sigmoid, x); }
Tensor hard_sigmoid(const Tensor& x) { return apply(UnaryKind::hard_sigmoid, x); }
Tensor softplus(const Tensor& x) { return apply(UnaryKind::softplus, x); }
Tensor softsign(const Tensor& x) { return apply(UnaryKind::softsign, x); }
Tensor silu(const Tensor& x) { return apply(UnaryKind::silu, x); }
Tensor hard_silu(const Tensor& x) { return apply(UnaryKind::hard_silu, x); }
Tensor gelu(const Tensor& x, bool approximate) {
  BERAS_NOTE_SYMBOLIC(gelu, x, approximate);
  return apply(approximate ? UnaryKind::gelu_tanh : UnaryKind::gelu, x);
}
Tensor mish(const Tensor& x) { return apply(UnaryKind::mish, x); }
Tensor hard_tanh(const Tensor& x) { return apply(UnaryKind::hard_tanh, x); }
Tensor hard_shrink(const Tensor& x, double threshold) {
  BERAS_NOTE_SYMBOLIC(hard_shrink, x, threshold);
  return apply({UnaryKind::hard_shrink, threshold}, x);
}
Tensor soft_shrink(const Tensor& x, double threshold) {
  BERAS_NOTE_SYMBOLIC(soft_shrink, x, threshold);
  return apply({UnaryKind::soft_shrink, threshold}, x);
}
Tensor tanh_shrink(const Tensor& x) { return apply(UnaryKind::tanh_shrink, x); }
Tensor threshold(const Tensor& x, double threshold, double default_value) {
  if (x.is_symbolic()) [[unlikely]] {
    const auto again = [](const Tensor& given, double above, double otherwise) {
      return ops::threshold(given, above, otherwise);
    };
    return note_symbolic("threshold", again, x, threshold, default_value);
  }
  return apply({UnaryKind::threshold, threshold, default_value}, x);
}
Tensor squareplus(const Tensor& x, double b) {
  BERAS_NOTE_SYMBOLIC(squareplus, x, b);
  return apply({UnaryKind::squareplus, b}, x);
}
Tensor sparse_plus(const Tensor& x) { return apply(UnaryKind::sparse_plus, x); }
Tensor sparse_sigmoid(const Tensor& x) { return apply(UnaryKind::sparse_sigmoid, x); }

}  // namespace beras::ops
