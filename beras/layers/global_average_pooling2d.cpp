#include <beras/layers/global_average_pooling2d.h>

#include <utility>

#include <beras/layers/images_internal.h>

namespace beras::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(GlobalAveragePooling2DOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      options_(std::move(options)) {
  ops::is_channels_first(options_.data_format, "GlobalAveragePooling2D");
}

Tensor GlobalAveragePooling2D::call(const Tensor& x) const {
  const bool channels_first =
      ops::is_channels_first(options_.data_format, "GlobalAveragePooling2D");
  return x.mean(channels_first ? Axes{2, 3} : Axes{1, 2}, options_.keepdims);
}

Shape GlobalAveragePooling2D::compute_output_shape(const Shape& input_shape) const {
  const Shape images = channels_last(input_shape, options_.data_format, "GlobalAveragePooling2D");
  if (!options_.keepdims) return {images[0], images[3]};
  const bool channels_first =
      ops::is_channels_first(options_.data_format, "GlobalAveragePooling2D");
  return channels_first ? Shape{images[0], images[3], 1, 1} : Shape{images[0], 1, 1, images[3]};
}

}  // namespace beras::layers
