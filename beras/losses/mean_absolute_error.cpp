#include <beras/losses/mean_absolute_error.h>

#include <beras/losses/shapes_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::losses {

Tensor mean_absolute_error(const Tensor& y_true, const Tensor& y_pred) {
  const auto [labels, predictions] = same_shape_in_floats("mean_absolute_error", y_true, y_pred);
  return ops::abs(predictions - labels).mean(-1);
}

Tensor MeanAbsoluteError::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return mean_absolute_error(y_true, y_pred);
}

}  // namespace beras::losses
