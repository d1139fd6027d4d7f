#include <beras/layers/pooling2d.h>

#include <utility>

#include <beras/layers/images_internal.h>

namespace beras::layers {
namespace {

ImageWindow window_of(const ops::Sizes& pool_size, const Pooling2DOptions& options) {
  return {.size = pool_size,
          .strides = options.strides.value_or(pool_size),
          .padding = options.padding,
          .data_format = options.data_format};
}

}  // namespace

Pooling2D::Pooling2D(const char* who, Pool pool, const ops::Sizes& pool_size,
                     Pooling2DOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      who_(who),
      pool_(pool),
      pool_size_(pool_size),
      options_(std::move(options)) {
  check_window(window_of(pool_size_, options_), who);
  pool_size_ = ops::Sizes(pool_size.resolve(2, "pool_size", who));
  options_.strides = ops::Sizes(options_.strides.value_or(pool_size).resolve(2, "strides", who));
}

Tensor Pooling2D::call(const Tensor& x) const {
  return pool_(x, pool_size_,
               {.strides = options_.strides,
                .padding = options_.padding,
                .data_format = options_.data_format,
                .who = who_});
}

Shape Pooling2D::compute_output_shape(const Shape& input_shape) const {
  const std::int64_t channels = channels_last(input_shape, options_.data_format, who_)[3];
  return slide(window_of(pool_size_, options_), input_shape, channels, who_);
}

}  // namespace beras::layers
