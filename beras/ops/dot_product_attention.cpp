#include <beras/ops/dot_product_attention.h>

#include <cmath>
#include <limits>

#include <beras/base/error.h>
#include <beras/ops/binary.h>
#include <beras/ops/einsum.h>
#include <beras/ops/join.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/softmax.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// What stands for minus infinity, whose sums with a bias stay finite.
double lowest(DType dtype) {
  if (dtype == DType::float64) return -0.7 * std::numeric_limits<double>::max();
  return -0.7 * (dtype == DType::float32 ? std::numeric_limits<float>::max() : 65504.0);
}

/// True at (t, s) where s does not come after t.
Tensor causal_mask(const Tensor& logits) {
  const Tensor rows = arange(logits.dim(-2)), columns = arange(logits.dim(-1));
  return (expand_dims(rows, 1) >= columns).to(logits.device());
}

/// Each head of keys or values beside itself, once for each head of queries that it serves.
Tensor for_heads(const Tensor& x, const Tensor& query, const char* what) {
  const bool fits = x.rank() == 4 && query.rank() == 4 && x.dim(2) > 0 &&
                    query.dim(2) % x.dim(2) == 0 && query.dim(0) == x.dim(0);
  if (!fits) {
    throw ShapeError("dot_product_attention",
                     "query (B, T, N, H), key and value (B, S, K, H), with N a multiple of K",
                     std::string(what) + " of shape " + to_string(x.shape()) +
                         " for a query of shape " + to_string(query.shape()));
  }
  const std::int64_t group = query.dim(2) / x.dim(2);
  return group == 1 ? x : repeat(x, group, 2);
}

}  // namespace

Tensor dot_product_attention(const Tensor& query, const Tensor& key, const Tensor& value,
                             const DotProductAttentionOptions& options) {
  const auto& [bias, mask, scale, is_causal, soft_cap] = options;
  if (any_is_symbolic(query, key, value, bias, mask)) [[unlikely]] {
    return note_symbolic(
        "dot_product_attention",
        [](const Tensor& q, const Tensor& k, const Tensor& v, const auto&... more) {
          return dot_product_attention(q, k, v, {more...});
        },
        query, key, value, bias, mask, scale, is_causal, soft_cap);
  }
  const Tensor keys = for_heads(key, query, "a key");
  const Tensor values = for_heads(value, query, "a value");
  Tensor logits = einsum("btnh,bsnh->bnts", {query, keys});
  logits = logits * scale.value_or(1 / std::sqrt(static_cast<double>(query.dim(-1))));
  if (bias.defined()) logits = logits + bias;
  if (soft_cap) logits = tanh(logits / *soft_cap) * *soft_cap;
  Tensor counts = mask;
  if (is_causal) {
    const Tensor earlier = causal_mask(logits);
    counts = mask.defined() ? logical_and(mask, earlier) : earlier;
  }
  if (counts.defined()) logits = where(counts, logits, lowest(logits.dtype()));
  return einsum("bnts,bsnh->btnh", {softmax(logits), values});
}

}  // namespace beras::ops
