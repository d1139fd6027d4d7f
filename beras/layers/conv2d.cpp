#include <beras/layers/conv2d.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/layers/images_internal.h>
#include <beras/ops/conv.h>

namespace beras::layers {
namespace {

ImageWindow window_of(const ops::Sizes& kernel_size, const Conv2DOptions& options) {
  return {kernel_size, options.strides, options.dilation_rate, options.padding,
          options.data_format};
}

}  // namespace

Conv2D::Conv2D(std::int64_t filters, const ops::Sizes& kernel_size, Conv2DOptions options)
    : Layer({.name = options.name,
             .dtype = options.dtype,
             .trainable = options.trainable,
             .activity_regularizer = options.activity_regularizer}),
      filters_(filters),
      kernel_size_(kernel_size),
      options_(std::move(options)) {
  if (filters < 1) throw ValueError("Conv2D", "filters >= 1", std::to_string(filters));
  if (options_.groups < 1 || filters % options_.groups != 0) {
    throw ValueError("Conv2D", "groups that divide the " + std::to_string(filters) + " filters",
                     std::to_string(options_.groups));
  }
  check_window(window_of(kernel_size_, options_), "Conv2D");
  kernel_size_ = ops::Sizes(kernel_size.resolve(2, "kernel_size", "Conv2D"));
  options_.strides = ops::Sizes(options_.strides.resolve(2, "strides", "Conv2D"));
  options_.dilation_rate = ops::Sizes(options_.dilation_rate.resolve(2, "dilation_rate", "Conv2D"));
}

void Conv2D::create_weights(const Shape& input_shape) {
  const std::int64_t channels = channels_last(input_shape, options_.data_format, "Conv2D")[3];
  Shape shape = kernel_size_.resolve(2, "kernel_size", "Conv2D");
  shape.push_back(channels / options_.groups);
  shape.push_back(filters_);
  kernel_ = add_weight("kernel", shape, options_.kernel_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.kernel_regularizer,
                        .constraint = options_.kernel_constraint});
  if (options_.use_bias) {
    bias_ = add_weight("bias", {filters_}, options_.bias_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.bias_regularizer,
                        .constraint = options_.bias_constraint});
  }
}

Tensor Conv2D::call(const Tensor& x) const {
  const bool is_relu = options_.activation.is(activations::relu);
  const Tensor y = ops::conv(x, cast(kernel_),
                             {.strides = options_.strides,
                              .padding = options_.padding,
                              .data_format = options_.data_format,
                              .dilation_rate = options_.dilation_rate,
                              .bias = cast(bias_),
                              .epilogue = is_relu ? ops::Epilogue::relu : ops::Epilogue::none,
                              .who = "Conv2D"});
  return is_relu ? y : options_.activation(y);
}

Shape Conv2D::compute_output_shape(const Shape& input_shape) const {
  const std::int64_t channels = channels_last(input_shape, options_.data_format, "Conv2D")[3];
  const auto fail = [&](const std::string& expected) {
    throw ShapeError(label(), expected, "input of shape " + to_string(input_shape));
  };
  if (built() && channels != kernel_.dim(2) * options_.groups) {
    fail(std::to_string(kernel_.dim(2) * options_.groups) + " channels");
  }
  if (channels < 1) fail("a known number of channels, at least 1");
  if (channels % options_.groups != 0) {
    fail("channels that " + std::to_string(options_.groups) + " groups divide");
  }
  return slide(window_of(kernel_size_, options_), input_shape, filters_, "Conv2D");
}

}  // namespace beras::layers
