#include <beras/layers/leaky_relu.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>

namespace beras::layers {

LeakyReLU::LeakyReLU(double negative_slope, LayerOptions options)
    : Layer(std::move(options)), negative_slope_(negative_slope) {
  supports_masking(true);
  if (!(negative_slope >= 0)) {
    throw ValueError("LeakyReLU", "negative_slope >= 0", std::to_string(negative_slope));
  }
}

Tensor LeakyReLU::call(const Tensor& x) const {
  return activations::leaky_relu(x, negative_slope_);
}

}  // namespace beras::layers
