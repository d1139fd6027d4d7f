// The table of operations: what layers are made of.
#include <beras/ops/conv.h>
#include <beras/ops/crossentropy.h>
#include <beras/ops/dot_product_attention.h>
#include <beras/ops/glu.h>
#include <beras/ops/normalization.h>
#include <beras/ops/normalize.h>
#include <beras/ops/operation_row_internal.h>
#include <beras/ops/pool.h>
#include <beras/ops/separable_conv.h>
#include <beras/ops/softmax.h>

namespace beras::ops {
namespace {

constexpr const char* usual_format = "channels_last";
using Format = std::optional<std::string>;

Tensor softmax_of(const Tensor& x, const Axes& axes) { return softmax(x, axes); }
Tensor log_softmax_of(const Tensor& x, const Axes& axes) { return log_softmax(x, axes); }

PoolOptions pool_options(const std::optional<Sizes>& strides, const std::string& padding,
                         const Format& data_format) {
  return {
      .strides = strides, .padding = padding, .data_format = data_format.value_or(usual_format)};
}

template <Tensor (*pool)(const Tensor&, const Sizes&, const PoolOptions&)>
Tensor pool_of(const Tensor& x, const Sizes& size, const std::optional<Sizes>& strides,
               const std::string& padding, const Format& data_format) {
  return pool(x, size, pool_options(strides, padding, data_format));
}

ConvOptions conv_options(const Sizes& strides, const std::string& padding,
                         const Format& data_format, const Sizes& dilation_rate) {
  return {.strides = strides,
          .padding = padding,
          .data_format = data_format.value_or(usual_format),
          .dilation_rate = dilation_rate};
}

template <Tensor (*convolve)(const Tensor&, const Tensor&, const ConvOptions&)>
Tensor conv_of(const Tensor& x, const Tensor& kernel, const Sizes& strides,
               const std::string& padding, const Format& data_format, const Sizes& dilation_rate) {
  return convolve(x, kernel, conv_options(strides, padding, data_format, dilation_rate));
}

Tensor separable_conv_of(const Tensor& x, const Tensor& depthwise, const Tensor& pointwise,
                         const Sizes& strides, const std::string& padding,
                         const Format& data_format, const Sizes& dilation_rate) {
  return separable_conv(x, depthwise, pointwise,
                        conv_options(strides, padding, data_format, dilation_rate));
}

Tensor attention_of(const Tensor& query, const Tensor& key, const Tensor& value, const Tensor& bias,
                    const Tensor& mask, std::optional<double> scale, bool is_causal,
                    std::optional<double> soft_cap) {
  return dot_product_attention(query, key, value, {bias, mask, scale, is_causal, soft_cap});
}

Tensor normalize_of(const Tensor& x, const Axes& axis, std::int64_t order,
                    std::optional<double> epsilon) {
  return normalize(x, axis, order, epsilon);
}

Tensor rms_norm_of(const Tensor& x, const Tensor& scale, const Axes& axis,
                   std::optional<double> epsilon) {
  return rms_normalization(x, scale, axis, epsilon);
}

Tensor layer_norm_of(const Tensor& x, const Tensor& gamma, const Tensor& beta, const Axes& axis,
                     std::optional<double> epsilon) {
  return layer_normalization(x, gamma, beta, axis, epsilon);
}

}  // namespace

OperationRows network_operations() {
  const OperationModule nn("ops.nn");
  return {
      nn("Softmax", "x, [axis]", &softmax_of),
      nn("LogSoftmax", "x, [axis]", &log_softmax_of),
      nn("MaxPool", "inputs, [pool_size], [strides], [padding], [data_format]", &pool_of<max_pool>),
      nn("AveragePool", "inputs, [pool_size], [strides], [padding], [data_format]",
         &pool_of<average_pool>),
      nn("Conv", "inputs, kernel, [strides], [padding], [data_format], [dilation_rate]",
         &conv_of<conv>),
      nn("DepthwiseConv", "inputs, kernel, [strides], [padding], [data_format], [dilation_rate]",
         &conv_of<depthwise_conv>),
      nn("SeparableConv",
         "inputs, depthwise_kernel, pointwise_kernel, [strides], [padding], [data_format], "
         "[dilation_rate]",
         &separable_conv_of),
      nn("Moments", "x, [axes], [keepdims], [synchronized=false]", &moments),
      nn("BatchNorm", "x, mean, variance, [axis], offset, scale, [epsilon]", &batch_normalization),
      nn("LayerNorm", "x, gamma, beta, [axis], [epsilon], [rms_scaling=false]", &layer_norm_of),
      nn("RMSNorm", "x, scale=, [axis], [epsilon]", &rms_norm_of),
      nn("Normalize", "x, [axis], [order], [epsilon]", &normalize_of),
      nn("Glu", "x, [axis]", &glu),
      nn("DotProductAttention",
         "query, key, value, bias=, mask=, scale=, [is_causal], [flash_attention~null], "
         "[attn_logits_soft_cap]",
         &attention_of),
      nn("BinaryCrossentropy", "target, output, [from_logits]", &binary_crossentropy),
      nn("CategoricalCrossentropy", "target, output, [from_logits], [axis]",
         &categorical_crossentropy),
      nn("SparseCategoricalCrossentropy", "target, output, [from_logits], [axis], [ignore_class]?",
         &sparse_categorical_crossentropy),
  };
}

}  // namespace beras::ops
