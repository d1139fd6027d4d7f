// An activation as a layer of its own.
#pragma once

#include <beras/activations/get.h>
#include <beras/layers/layer.h>

namespace beras::layers {

/// y = activation(x): `Activation("relu")`, `Activation(activations::tanh)`. Any shape; y has the
/// shape of x.
class BERAS_API Activation : public Layer {
 public:
  explicit Activation(activations::AnyActivation activation, LayerOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  const activations::AnyActivation& activation() const { return activation_; }

 private:
  activations::AnyActivation activation_;
};

template <std::same_as<Activation> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LayerOptions>;
  return arguments<Class>("Activation", required<&Class::activation>("activation"),
                          layer_fields<Options>());
}

}  // namespace beras::layers
