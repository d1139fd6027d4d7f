// Softmax as a layer.
#pragma once

#include <string>
#include <vector>

#include <beras/layers/layer.h>

namespace beras::layers {

/// y = exp(x) / sum(exp(x)) along `axis`, or over several axes together, computed stably.
/// ValueError for no axis, IndexError if the input has no such axis.
///
/// `layer(x, mask)` leaves out where the mask is 0, or at most 1/2: y is 0 there. The mask
/// broadcasts to x; ShapeError if it does not, or has more axes.
class BERAS_API Softmax : public Layer {
 public:
  explicit Softmax(const Axes& axis = -1, LayerOptions options = {});

  Tensors forward(const Arguments& arguments) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const Axes& axis() const { return axis_; }

 protected:
  void check_input_shape(const Shape& shape) const override;
  std::vector<std::string> argument_names() const override { return {"x", "mask"}; }

 private:
  void check_mask(const Shape& input, const Shape& mask) const;
  Tensor of(const Tensor& x) const;

  Axes axis_;
};

template <std::same_as<Softmax> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LayerOptions>;
  return arguments<Class>("Softmax", optional<&Class::axis>("axis", -1), layer_fields<Options>());
}

}  // namespace beras::layers
