#include <beras/layers/dropout.h>

#include <algorithm>

#include <beras/base/error.h>
#include <beras/ops/dropout.h>

namespace beras::layers {

Dropout::Dropout(double rate, DropoutOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      rate_(rate),
      options_(std::move(options)) {
  supports_masking(true);
  if (!(rate >= 0 && rate <= 1)) {
    throw ValueError("Dropout", "a rate from 0 to 1", std::to_string(rate));
  }
  for (const std::int64_t length : options_.noise_shape.value_or(Shape())) {
    if (length >= 1 || length == -1) continue;
    throw ValueError("Dropout", "a noise_shape of lengths of at least 1, or -1",
                     to_string(*options_.noise_shape));
  }
  if (rate == 0) return;
  const std::uint64_t seed = options_.seed ? *options_.seed : SeedGenerator::global().next();
  seeds_ = std::make_shared<SeedGenerator>(seed);
  add_seed_generator(seeds_);
}

void Dropout::become_independent() {
  Layer::become_independent();
  if (!seeds_) return;
  seeds_ = std::make_shared<SeedGenerator>(*seeds_);
  add_seed_generator(seeds_);
}

Tensors Dropout::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  if (!arguments.training() || !seeds_) return {x};
  std::optional<Shape> noise_shape = options_.noise_shape;
  for (std::size_t i = 0; noise_shape && i < std::min(noise_shape->size(), x.rank()); ++i) {
    std::int64_t& length = (*noise_shape)[i];
    if (length == -1) length = x.shape()[i];
  }
  return {ops::dropout(x, rate_, noise_shape, *seeds_)};
}

}  // namespace beras::layers
