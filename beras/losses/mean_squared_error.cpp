#include <beras/losses/mean_squared_error.h>

#include <beras/losses/shapes_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::losses {

Tensor mean_squared_error(const Tensor& y_true, const Tensor& y_pred) {
  const auto [labels, predictions] = same_shape_in_floats("mean_squared_error", y_true, y_pred);
  return ops::square(predictions - labels).mean(-1);
}

Tensor MeanSquaredError::per_sample(const Tensor& y_true, const Tensor& y_pred) const {
  return mean_squared_error(y_true, y_pred);
}

}  // namespace beras::losses
