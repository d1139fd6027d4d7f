// The table of operations: reductions, running sums and order.
#include <beras/ops/class_labels.h>
#include <beras/ops/operation_row_internal.h>
#include <beras/ops/reduce.h>
#include <beras/ops/scan.h>
#include <beras/ops/segment_sum.h>
#include <beras/ops/sort.h>

namespace beras::ops {
namespace {

Tensor max_of(const Tensor& x, const Axes& axes, bool keepdims,
              const std::optional<Scalar>& initial) {
  return initial ? max(x, axes, keepdims, *initial) : max(x, axes, keepdims);
}

Tensor min_of(const Tensor& x, const Axes& axes, bool keepdims,
              const std::optional<Scalar>& initial) {
  return initial ? min(x, axes, keepdims, *initial) : min(x, axes, keepdims);
}

Tensor amax_of(const Tensor& x, const Axes& axes, bool keepdims) { return max(x, axes, keepdims); }
Tensor amin_of(const Tensor& x, const Axes& axes, bool keepdims) { return min(x, axes, keepdims); }

Tensor count_nonzero_of(const Tensor& x, const Axes& axes, std::optional<bool> keepdims) {
  return count_nonzero(x, axes, keepdims.value_or(false));
}

}  // namespace

OperationRows reducing_operations() {
  const OperationModule numpy("ops.numpy"), math("ops.math");
  return {
      numpy("Sum", "x, [axis], [keepdims]", &sum),
      numpy("Prod", "x, [axis], [keepdims], [dtype=null]", &prod),
      numpy("Mean", "x, [axis], [keepdims]", &mean),
      numpy("Var", "x, [axis], [keepdims]", &var),
      numpy("Std", "x, [axis], [keepdims]", &ops::std),
      numpy("Max", "x, [axis], [keepdims], [initial]", &max_of),
      numpy("Min", "x, [axis], [keepdims], [initial]", &min_of),
      numpy("Amax", "x, [axis], [keepdims]", &amax_of),
      numpy("Amin", "x, [axis], [keepdims]", &amin_of),
      numpy("Any", "x, [axis], [keepdims]", &any),
      numpy("All", "x, [axis], [keepdims]", &all),
      numpy("CountNonzero", "x, [axis], [keepdims]?", &count_nonzero_of),
      numpy("Argmax", "x, [axis], [keepdims]", &argmax),
      numpy("Argmin", "x, [axis], [keepdims]", &argmin),
      math("Logsumexp", "x, [axis], [keepdims]", &logsumexp),
      numpy("Cumsum", "x, [axis], [dtype=null]", &cumsum),
      numpy("Cumprod", "x, [axis], [dtype=null]", &cumprod),
      numpy("Sort", "x, [axis]", &sort),
      numpy("Argsort", "x, [axis]", &argsort),
      math("TopK", "x, [k], [sorted~true]", &top_k),
      math("SegmentSum", "data, segment_ids, [num_segments], [sorted~false]", &segment_sum),
      math("InTopK", "targets, predictions, [k]", &in_top_k),
  };
}

}  // namespace beras::ops
