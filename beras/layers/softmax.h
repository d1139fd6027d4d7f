// Softmax as a layer.
#pragma once

#include <cstdint>

#include <beras/layers/layer.h>

namespace beras::layers {

/// y = exp(x) / sum(exp(x)) along `axis`, computed stably. IndexError if the input has no such
/// axis.
class BERAS_API Softmax : public Layer {
 public:
  explicit Softmax(std::int64_t axis = -1, LayerOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

 protected:
  void check_input_shape(const Shape& shape) const override;

 private:
  std::int64_t axis_;
};

}  // namespace beras::layers
