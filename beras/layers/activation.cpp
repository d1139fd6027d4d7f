#include <beras/layers/activation.h>

#include <utility>

namespace beras::layers {

Activation::Activation(activations::AnyActivation activation, LayerOptions options)
    : Layer(std::move(options)), activation_(std::move(activation)) {
  supports_masking(true);
}

Tensor Activation::call(const Tensor& x) const { return activation_(x); }

}  // namespace beras::layers
