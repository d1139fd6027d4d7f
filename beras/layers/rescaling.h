// Maps values linearly: pixels in [0, 255] to [0, 1], say.
#pragma once

#include <string>

#include <beras/layers/layer.h>

namespace beras::layers {

struct RescalingOptions {
  double offset = 0.0;
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = x scale + offset; x that is not floating is cast to the layer's dtype first. `Rescaling(1. /
/// 255)` maps pixels to [0, 1].
class BERAS_API Rescaling : public Layer {
 public:
  explicit Rescaling(double scale, RescalingOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  double scale() const { return scale_; }
  const RescalingOptions& options() const { return options_; }

 private:
  double scale_;
  RescalingOptions options_;
};

template <std::same_as<Rescaling> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, RescalingOptions>;
  return arguments<Class>("Rescaling", required<&Class::scale>("scale"), FIELD(Options, offset),
                          layer_fields<Options>());
}

}  // namespace beras::layers
