// Convolution of images.
#pragma once

#include <cstdint>
#include <string>

#include <beras/activations/get.h>
#include <beras/constraints/get.h>
#include <beras/initializers/get.h>
#include <beras/layers/layer.h>
#include <beras/ops/window.h>
#include <beras/regularizers/get.h>

namespace beras::layers {

struct Conv2DOptions {
  ops::Sizes strides = 1;
  /// "valid": the kernel stays inside the image; "same": zeros around it, so that the output has
  /// ceil(length / stride) cells.
  std::string padding = "valid";
  /// "channels_last", or "channels_first" for (batch, channels, height, width) in and out.
  std::string data_format = "channels_last";
  ops::Sizes dilation_rate = 1;
  std::int64_t groups = 1;
  activations::AnyActivation activation = "linear";
  bool use_bias = true;
  initializers::AnyInitializer kernel_initializer = "glorot_uniform";
  initializers::AnyInitializer bias_initializer = "zeros";
  regularizers::AnyRegularizer kernel_regularizer = {};
  regularizers::AnyRegularizer bias_regularizer = {};
  regularizers::AnyRegularizer activity_regularizer = {};
  constraints::AnyConstraint kernel_constraint = {};
  constraints::AnyConstraint bias_constraint = {};
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = activation(x * kernel + bias): x (batch, height, width, channels) gives (batch, height',
/// width', filters).
///
/// It is a cross-correlation, as everywhere in deep learning: y[n, i, j, f] is the sum over a, b
/// and c of x[n, i stride + a dilation, j stride + b dilation, c] kernel[a, b, c, f], plus bias[f].
/// Padding that cannot be even on both sides has more at the bottom and right. Weights: kernel
/// (height, width, channels / groups, filters), bias (filters,). ValueError for sizes < 1, for
/// groups that do not divide the filters, and for strides together with dilation; ShapeError for
/// inputs that are not of rank 4, have other channels, or are smaller than the kernel.
class BERAS_API Conv2D : public Layer {
 public:
  Conv2D(std::int64_t filters, const ops::Sizes& kernel_size, Conv2DOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  std::int64_t filters() const { return filters_; }
  const ops::Sizes& kernel_size() const { return kernel_size_; }
  const Conv2DOptions& options() const { return options_; }
  const Variable& kernel() const { return kernel_; }
  /// Undefined without `use_bias`.
  const Variable& bias() const { return bias_; }

 protected:
  void create_weights(const Shape& input_shape) override;
  void check_input_shape(const Shape& shape) const override { compute_output_shape(shape); }

 private:
  std::int64_t filters_;
  ops::Sizes kernel_size_;
  Conv2DOptions options_;
  Variable kernel_;
  Variable bias_;
};

template <std::same_as<Conv2D> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, Conv2DOptions>;
  return arguments<Class>("Conv2D", required<&Class::filters>("filters"),
                          required<&Class::kernel_size>("kernel_size"), FIELD(Options, strides),
                          FIELD(Options, padding), FIELD(Options, data_format),
                          FIELD(Options, dilation_rate), FIELD(Options, groups),
                          FIELD(Options, activation), FIELD(Options, use_bias),
                          FIELD(Options, kernel_initializer), FIELD(Options, bias_initializer),
                          FIELD(Options, kernel_regularizer), FIELD(Options, bias_regularizer),
                          FIELD(Options, activity_regularizer), FIELD(Options, kernel_constraint),
                          FIELD(Options, bias_constraint), layer_fields<Options>())
      .with(property<&Class::kernel>("kernel"), property<&Class::bias>("bias"))
      .also_known_as("Convolution2D");
}

}  // namespace beras::layers
