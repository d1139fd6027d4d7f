#include <beras/layers/relu.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>

namespace beras::layers {

ReLU::ReLU(ReLUOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      options_(std::move(options)) {
  supports_masking(true);
  const auto check = [](const char* name, double value) {
    if (!(value >= 0)) throw ValueError("ReLU", std::string(name) + " >= 0", std::to_string(value));
  };
  check("max_value", options_.max_value);
  check("negative_slope", options_.negative_slope);
  check("threshold", options_.threshold);
}

Tensor ReLU::call(const Tensor& x) const {
  return activations::relu(x, {.negative_slope = options_.negative_slope,
                               .max_value = options_.max_value,
                               .threshold = options_.threshold});
}

}  // namespace beras::layers
