// Makes one long vector of each sample.
#pragma once

#include <beras/layers/layer.h>

namespace beras::layers {

/// x (batch, a, b, ...) gives (batch, a b ...); x (batch,) gives (batch, 1). ShapeError for rank 0.
class BERAS_API Flatten : public Layer {
 public:
  using Layer::Layer;

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  void check_input_shape(const Shape& shape) const override;
};

}  // namespace beras::layers
