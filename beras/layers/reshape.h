// Gives each sample another shape.
#pragma once

#include <beras/layers/layer.h>

namespace beras::layers {

/// x (batch, ...) gives (batch, target_shape...), in row-major order; one axis of the target may be
/// -1: it gets what is left.
///
/// ValueError for a target with two unknown axes, ShapeError for samples with another number of
/// elements.
class BERAS_API Reshape : public Layer {
 public:
  explicit Reshape(const Shape& target_shape, LayerOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const Shape& target_shape() const { return target_shape_; }

 protected:
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

 private:
  Shape target_shape_;
};

template <std::same_as<Reshape> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LayerOptions>;
  return arguments<Class>("Reshape", required<&Class::target_shape>("target_shape"),
                          layer_fields<Options>());
}

}  // namespace beras::layers
