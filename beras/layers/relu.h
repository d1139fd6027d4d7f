// The rectified linear unit as a layer.
#pragma once

#include <limits>
#include <string>

#include <beras/layers/layer.h>

namespace beras::layers {

struct ReLUOptions {
  double max_value = std::numeric_limits<double>::infinity();
  double negative_slope = 0.0;
  double threshold = 0.0;
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = min(x, max_value) for x >= threshold, negative_slope (x - threshold) below it; see
/// activations::relu.
///
/// ValueError for a negative max_value, negative_slope or threshold.
class BERAS_API ReLU : public Layer {
 public:
  explicit ReLU(ReLUOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  const ReLUOptions& options() const { return options_; }

 private:
  ReLUOptions options_;
};

template <std::same_as<ReLU> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, ReLUOptions>;
  return arguments<Class>("ReLU", FIELD(Options, max_value), FIELD(Options, negative_slope),
                          FIELD(Options, threshold), layer_fields<Options>());
}

}  // namespace beras::layers
