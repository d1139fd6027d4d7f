#include <beras/layers/rescaling.h>

#include <beras/tensor/operators.h>

namespace beras::layers {

Rescaling::Rescaling(double scale, RescalingOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      scale_(scale),
      options_(std::move(options)) {
  supports_masking(true);
}

Tensor Rescaling::call(const Tensor& x) const {
  return (is_floating(x.dtype()) ? x : x.astype(compute_dtype())) * scale_ + options_.offset;
}

}  // namespace beras::layers
