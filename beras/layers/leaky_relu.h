// The leaky rectified linear unit as a layer.
#pragma once

#include <beras/layers/layer.h>

namespace beras::layers {

/// y = x for x > 0, negative_slope x else, which is its derivative at 0, too. ValueError for a
/// negative slope.
///
/// Note the default: it is 0.3 here, as in Keras, and 0.2 in activations::leaky_relu.
class BERAS_API LeakyReLU : public Layer {
 public:
  explicit LeakyReLU(double negative_slope = 0.3, LayerOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  double negative_slope() const { return negative_slope_; }

 private:
  double negative_slope_;
};

template <std::same_as<LeakyReLU> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LayerOptions>;
  return arguments<Class>("LeakyReLU", optional<&Class::negative_slope>("negative_slope", 0.3),
                          layer_fields<Options>());
}

}  // namespace beras::layers
