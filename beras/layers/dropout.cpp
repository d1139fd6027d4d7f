#include <beras/layers/dropout.h>

#include <beras/base/error.h>
#include <beras/ops/dropout.h>

namespace beras::layers {

Dropout::Dropout(double rate, DropoutOptions options)
    : Layer({.name = options.name, .dtype = options.dtype}),
      rate_(rate),
      noise_shape_(options.noise_shape) {
  if (!(rate >= 0 && rate <= 1)) {
    throw ValueError("Dropout", "a rate from 0 to 1", std::to_string(rate));
  }
  if (options.seed) seeds_ = std::make_shared<SeedGenerator>(*options.seed);
}

Tensors Dropout::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  if (!arguments.training()) return {x};
  return {ops::dropout(x, rate_, noise_shape_, seeds_ ? *seeds_ : SeedGenerator::global())};
}

}  // namespace beras::layers
