#include <beras/layers/flatten.h>

#include <algorithm>

#include <beras/base/error.h>
#include <beras/ops/shape.h>
#include <beras/ops/window.h>

namespace beras::layers {

Flatten::Flatten(FlattenOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      options_(std::move(options)),
      channels_first_(ops::is_channels_first(options_.data_format, "Flatten")) {}

Tensor Flatten::call(const Tensor& x) const {
  const Shape output = compute_output_shape(x.shape());
  return (channels_first_ && x.rank() > 1 ? ops::moveaxis(x, 1, -1) : x).reshape(output);
}

Shape Flatten::compute_output_shape(const Shape& input_shape) const {
  if (input_shape.empty()) {
    throw ShapeError(label(), "an input of rank 1 or more", "input of shape ()");
  }
  const Shape sample(input_shape.begin() + 1, input_shape.end());
  const bool known =
      std::all_of(sample.begin(), sample.end(), [](std::int64_t length) { return length >= 0; });
  return {input_shape[0], known ? element_count(sample) : -1};
}

}  // namespace beras::layers
