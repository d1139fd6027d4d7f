// What layers are made of.
#include <beras/ops/activation.h>
#include <beras/ops/conv.h>
#include <beras/ops/crossentropy.h>
#include <beras/ops/dot_product_attention.h>
#include <beras/ops/glu.h>
#include <beras/ops/normalization.h>
#include <beras/ops/normalize.h>
#include <beras/ops/pool.h>
#include <beras/ops/separable_conv.h>
#include <beras/ops/softmax.h>

#include "bindings/image_format.h"
#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using MaybeTensor = std::optional<Tensor>;
using MaybeFormat = std::optional<std::string>;

template <Tensor (*Conv)(const Tensor&, const Tensor&, const ops::ConvOptions&)>
Tensor conv(const Tensor& inputs, const Tensor& kernel, const ops::Sizes& strides,
            const std::string& padding, const MaybeFormat& data_format,
            const ops::Sizes& dilation_rate) {
  return Conv(inputs, kernel,
              {.strides = strides,
               .padding = padding,
               .data_format = data_format.value_or(image_data_format()),
               .dilation_rate = dilation_rate});
}

Tensor separable_conv(const Tensor& inputs, const Tensor& depthwise_kernel,
                      const Tensor& pointwise_kernel, const ops::Sizes& strides,
                      const std::string& padding, const MaybeFormat& data_format,
                      const ops::Sizes& dilation_rate) {
  return ops::separable_conv(inputs, depthwise_kernel, pointwise_kernel,
                             {.strides = strides,
                              .padding = padding,
                              .data_format = data_format.value_or(image_data_format()),
                              .dilation_rate = dilation_rate});
}

template <Tensor (*Pool)(const Tensor&, const ops::Sizes&, const ops::PoolOptions&)>
Tensor pool(const Tensor& inputs, const ops::Sizes& pool_size,
            const std::optional<ops::Sizes>& strides, const std::string& padding,
            const MaybeFormat& data_format) {
  return Pool(inputs, pool_size,
              {.strides = strides,
               .padding = padding,
               .data_format = data_format.value_or(image_data_format())});
}

/// On one device, all moments are those of all samples.
std::pair<Tensor, Tensor> moments(const Tensor& x, const Axes& axes, bool keepdims, bool) {
  auto [mean, variance] = ops::moments(x, axes, keepdims);
  return {mean, variance};
}

template <Tensor (*function)(const Tensor&, const Axes&)>
Tensor along(const Tensor& x, const Axes& axes) {
  return function(x, axes);
}

Tensor layer_normalization(const Tensor& x, const MaybeTensor& gamma, const MaybeTensor& beta,
                           const Axes& axis, std::optional<double> epsilon) {
  return ops::layer_normalization(x, gamma.value_or(Tensor()), beta.value_or(Tensor()), axis,
                                  epsilon);
}

Tensor rms_normalization(const Tensor& x, const MaybeTensor& scale, const Axes& axis,
                         std::optional<double> epsilon) {
  return ops::rms_normalization(x, scale.value_or(Tensor()), axis, epsilon);
}

/// There is one way to compute it, whatever Keras calls flash attention.
Tensor dot_product_attention(const Tensor& query, const Tensor& key, const Tensor& value,
                             const MaybeTensor& bias, const MaybeTensor& mask,
                             std::optional<double> scale, bool is_causal, std::optional<bool>,
                             std::optional<double> attn_logits_soft_cap) {
  return ops::dot_product_attention(query, key, value,
                                    {.bias = bias.value_or(Tensor()),
                                     .mask = mask.value_or(Tensor()),
                                     .scale = scale,
                                     .is_causal = is_causal,
                                     .attn_logits_soft_cap = attn_logits_soft_cap});
}

Tensor batch_normalization(const Tensor& x, const Tensor& mean, const Tensor& variance,
                           std::int64_t axis, const MaybeTensor& offset, const MaybeTensor& scale,
                           double epsilon) {
  return ops::batch_normalization(x, mean, variance, axis, offset.value_or(Tensor()),
                                  scale.value_or(Tensor()), epsilon);
}

}  // namespace

void bind_nn(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::ops");
  const auto x = "x"_a, inputs = "inputs"_a, target = "target"_a, output = "output"_a;
  const auto axis = "axis"_a = -1;
  const auto none = [](const char* name) { return nb::arg(name) = nb::none(); };
  const auto from_logits = "from_logits"_a = false;

  def("relu", &ops::relu, x);
  def("relu6", &ops::relu6, x);
  def("leaky_relu", &ops::leaky_relu, x, "negative_slope"_a = 0.2);
  def("elu", &ops::elu, x, "alpha"_a = 1.0);
  def("selu", &ops::selu, x);
  def("celu", &ops::celu, x, "alpha"_a = 1.0);
  def("sigmoid", &ops::sigmoid, x);
  def("log_sigmoid", &ops::log_sigmoid, x);
  def("hard_sigmoid", &ops::hard_sigmoid, x);
  def("softplus", &ops::softplus, x);
  def("softsign", &ops::softsign, x);
  def("silu", &ops::silu, x);
  def("swish", &ops::silu, x);
  def("hard_silu", &ops::hard_silu, x);
  def("hard_swish", &ops::hard_silu, x);
  def("gelu", &ops::gelu, x, "approximate"_a = true);
  def("mish", &ops::mish, x);
  def("hard_tanh", &ops::hard_tanh, x);
  def("hard_shrink", &ops::hard_shrink, x, "threshold"_a = 0.5);
  def("soft_shrink", &ops::soft_shrink, x, "threshold"_a = 0.5);
  def("tanh_shrink", &ops::tanh_shrink, x);
  def("threshold", &ops::threshold, x, "threshold"_a, "default_value"_a);
  def("squareplus", &ops::squareplus, x, "b"_a = 4.0);
  def("sparse_plus", &ops::sparse_plus, x);
  def("sparse_sigmoid", &ops::sparse_sigmoid, x);
  const auto axes = "axis"_a.none() = -1;
  def("glu", &ops::glu, x, axis);
  def("softmax", along<ops::softmax>, x, axes);
  def("log_softmax", along<ops::log_softmax>, x, axes);

  const auto strides = "strides"_a = 1, dilation_rate = "dilation_rate"_a = 1;
  const auto padding = "padding"_a = "valid";
  def("conv", conv<ops::conv>, inputs, "kernel"_a, strides, padding, none("data_format"),
      dilation_rate);
  def("depthwise_conv", conv<ops::depthwise_conv>, inputs, "kernel"_a, strides, padding,
      none("data_format"), dilation_rate);
  def("separable_conv", separable_conv, inputs, "depthwise_kernel"_a, "pointwise_kernel"_a, strides,
      padding, none("data_format"), dilation_rate);
  def("max_pool", pool<ops::max_pool>, inputs, "pool_size"_a, none("strides"),
      "padding"_a = "valid", none("data_format"));
  def("average_pool", pool<ops::average_pool>, inputs, "pool_size"_a, none("strides"),
      "padding"_a = "valid", none("data_format"));

  def("moments", moments, x, "axes"_a, "keepdims"_a = false, "synchronized"_a = false);
  def("layer_normalization", layer_normalization, x, none("gamma"), none("beta"), axis,
      none("epsilon"));
  def("normalize", &ops::normalize, x, axes, "order"_a = 2, none("epsilon"));
  def("rms_normalization", rms_normalization, x, none("scale"), axes, none("epsilon"));
  def("batch_normalization", batch_normalization, x, "mean"_a, "variance"_a, "axis"_a,
      none("offset"), none("scale"), "epsilon"_a = 1e-3);

  def("dot_product_attention", dot_product_attention, "query"_a, "key"_a, "value"_a, none("bias"),
      none("mask"), none("scale"), "is_causal"_a = false, none("flash_attention"),
      none("attn_logits_soft_cap"));

  def("categorical_crossentropy", &ops::categorical_crossentropy, target, output, from_logits,
      axis);
  def("sparse_categorical_crossentropy", &ops::sparse_categorical_crossentropy, target, output,
      from_logits, axis, none("ignore_class"));
  def("binary_crossentropy", &ops::binary_crossentropy, target, output, from_logits);
}

}  // namespace beras::python
