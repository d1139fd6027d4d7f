#include <beras/ops/class_labels.h>

#include <algorithm>

#include <beras/ops/binary.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

Tensor multi_hot(const Tensor& x, std::int64_t num_classes, OneHotOptions options) {
  BERAS_NOTE_SYMBOLIC(multi_hot, x, num_classes, options);
  const auto last = std::max<std::int64_t>(static_cast<std::int64_t>(x.rank()) - 1, 0);
  return max(one_hot(x, num_classes, options), last);
}

Tensor in_top_k(const Tensor& targets, const Tensor& predictions, std::int64_t k) {
  BERAS_NOTE_SYMBOLIC(in_top_k, targets, predictions, k);
  const Tensor chosen = take_along_axis(predictions, expand_dims(targets, -1), 1);
  const Tensor greater = count_nonzero(predictions > chosen, 1);
  return logical_and(greater < k, isfinite(squeeze(chosen, 1)));
}

}  // namespace beras::ops
