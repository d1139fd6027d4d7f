// Attention by scaled products.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// What is added to the products, and what is left out of them.
struct DotProductAttentionOptions {
  /// Added to the scaled products; it broadcasts to (B, N, T, S). None if undefined.
  Tensor bias = {};
  /// false for what is left out; it broadcasts likewise. Nothing if undefined.
  Tensor mask = {};
  /// 1 / sqrt(H) if not given.
  std::optional<double> scale = std::nullopt;
  /// Leaves out what comes later.
  bool is_causal = false;
  /// c: products p become c tanh(p / c), which stays between -c and c.
  std::optional<double> attn_logits_soft_cap = std::nullopt;
};

/// softmax(scale query key^T + bias) value for each head.
///
/// query (B, T, N, H), key and value (B, S, K, H), where K heads serve N = K G query heads, give
/// (B, T, N, H). ShapeError for other shapes. Source: Vaswani et al., 2017.
BERAS_API Tensor dot_product_attention(const Tensor& query, const Tensor& key, const Tensor& value,
                                       const DotProductAttentionOptions& options = {});

}  // namespace beras::ops
