// Softmax as a layer.
#pragma once

#include <beras/layers/layer.h>

namespace beras::layers {

/// y = exp(x) / sum(exp(x)) along `axis`, or over several axes together, computed stably.
/// ValueError for no axis, IndexError if the input has no such axis.
class BERAS_API Softmax : public Layer {
 public:
  explicit Softmax(Axes axis = -1, LayerOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const Axes& axis() const { return axis_; }

 protected:
  void check_input_shape(const Shape& shape) const override;

 private:
  Axes axis_;
};

constexpr auto signature(Type<Softmax>) {
  return arguments<Softmax>("Softmax", optional<&Softmax::axis>("axis", -1),
                            layer_fields<LayerOptions>());
}

}  // namespace beras::layers
