#include <beras/layers/layer_normalization.h>

#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/ops/normalization.h>

namespace beras::layers {
namespace {

Shape lengths_along(const Shape& axes, const Shape& shape) {
  Shape lengths;
  for (std::int64_t axis : axes) lengths.push_back(shape[static_cast<std::size_t>(axis)]);
  return lengths;
}

}  // namespace

LayerNormalization::LayerNormalization(LayerNormalizationOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      options_(std::move(options)) {
  supports_masking(true);
  if (!(options_.epsilon >= 0)) {
    throw ValueError("LayerNormalization", "epsilon >= 0", std::to_string(options_.epsilon));
  }
}

void LayerNormalization::check_input_shape(const Shape& shape) const {
  const Shape lengths =
      lengths_along(options_.axis.resolve(shape.size(), "LayerNormalization"), shape);
  const bool known = std::count(lengths.begin(), lengths.end(), -1) == 0;
  const auto fail = [&](const std::string& expected) {
    throw ShapeError(label(), expected, "input of shape " + to_string(shape));
  };
  if (!built() && !known) fail("known lengths along the normalised axes");
  if (built() && known && lengths != lengths_) {
    fail("lengths " + to_string(lengths_) + " along the normalised axes");
  }
}

void LayerNormalization::create_weights(const Shape& input_shape) {
  lengths_ =
      lengths_along(options_.axis.resolve(input_shape.size(), "LayerNormalization"), input_shape);
  if (options_.scale) {
    gamma_ = add_weight("gamma", lengths_, options_.gamma_initializer,
                        {.dtype = dtype(),
                         .regularizer = options_.gamma_regularizer,
                         .constraint = options_.gamma_constraint});
  }
  if (options_.center) {
    beta_ = add_weight("beta", lengths_, options_.beta_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.beta_regularizer,
                        .constraint = options_.beta_constraint});
  }
}

Tensor LayerNormalization::call(const Tensor& x) const {
  return ops::layer_normalization(x, gamma_, beta_, options_.axis, options_.epsilon);
}

Shape LayerNormalization::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
