#include <beras/layers/global_average_pooling2d.h>

#include <utility>

#include <beras/layers/images_internal.h>

namespace beras::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(GlobalAveragePooling2DOptions options)
    : Layer({.name = std::move(options.name), .dtype = options.dtype}),
      data_format_(std::move(options.data_format)),
      keepdims_(options.keepdims) {
  ops::is_channels_first(data_format_, "GlobalAveragePooling2D");
}

Tensor GlobalAveragePooling2D::call(const Tensor& x) const {
  const bool channels_first = ops::is_channels_first(data_format_, "GlobalAveragePooling2D");
  return x.mean(channels_first ? Axes{2, 3} : Axes{1, 2}, keepdims_);
}

Shape GlobalAveragePooling2D::compute_output_shape(const Shape& input_shape) const {
  const Shape images = channels_last(input_shape, data_format_, "GlobalAveragePooling2D");
  if (!keepdims_) return {images[0], images[3]};
  const bool channels_first = ops::is_channels_first(data_format_, "GlobalAveragePooling2D");
  return channels_first ? Shape{images[0], images[3], 1, 1} : Shape{images[0], 1, 1, images[3]};
}

}  // namespace beras::layers
