// The mean of the squared differences.
#pragma once

#include <beras/base/export.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// mean((y_true - y_pred)^2) over the last axis: y_true, y_pred (B, ..., F) give (B, ...).
/// Predictions that are integers count as float32.
///
/// A trailing axis of length 1 that only one of them has is squeezed or expanded; ShapeError if the
/// shapes differ otherwise.
BERAS_API Tensor mean_squared_error(const Tensor& y_true, const Tensor& y_pred);

/// The reduction of `mean_squared_error`.
class BERAS_API MeanSquaredError : public Loss {
 public:
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;
};

template <std::same_as<MeanSquaredError> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LossOptions>;
  return arguments<Class>("MeanSquaredError", loss_fields<Options>())
      .in_config_as()
      .also_known_as("MSE", "mse");
}

}  // namespace beras::losses
