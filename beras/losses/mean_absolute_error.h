// The mean of the absolute differences.
#pragma once

#include <beras/base/export.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// mean(|y_true - y_pred|) over the last axis: y_true, y_pred (B, ..., F) give (B, ...).
/// Predictions that are integers count as float32.
///
/// A trailing axis of length 1 that only one of them has is squeezed or expanded; ShapeError if the
/// shapes differ otherwise.
BERAS_API Tensor mean_absolute_error(const Tensor& y_true, const Tensor& y_pred);

/// The reduction of `mean_absolute_error`.
class BERAS_API MeanAbsoluteError : public Loss {
 public:
  using Loss::Loss;
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;
};

template <std::same_as<MeanAbsoluteError> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LossOptions>;
  return arguments<Class>("MeanAbsoluteError", loss_fields<Options>())
      .in_config_as()
      .also_known_as("MAE", "mae");
}

}  // namespace beras::losses
