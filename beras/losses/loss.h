// The base of losses: a function that gives a value per sample, and the reduction to one number.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/diffable.h>
#include <beras/losses/reduction.h>

namespace beras::losses {

/// Options that every loss has, in the order of Keras's losses.
struct LossOptions {
  Reduction reduction = Reduction::sum_over_batch_size;
  /// The class's name in snake_case if empty.
  std::string name = {};
};

/// `loss(y_true, y_pred)` or `loss(y_true, y_pred, sample_weight)` gives the reduced loss.
///
/// A subclass overrides `per_sample` (Keras's `call`), written with operators and `ops`:
///
/// ```cpp
/// struct Quartic : losses::Loss {
///   Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
///     return ops::power(y_pred - y_true, 4).mean(-1);
///   }
/// };
/// ```
///
/// Labels and sample weights are constants: no gradient flows to them. Sample weights have the
/// shape of the values per sample, or of their first axes (one weight for each sample of a
/// sequence), up to a trailing axis of length 1. The loss has the dtype of the predictions, which
/// count as float32 unless they are float64. ValueError if a label or a sample weight is NaN,
/// ShapeError if shapes do not fit.
class BERAS_API Loss : public Diffable {
 public:
  explicit Loss(LossOptions options = {});

  /// The values before reduction, one for each sample: y_true and y_pred (B, ...) give (B, ...)
  /// without the last axis.
  virtual Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const = 0;
  /// True where a sample counts, in the shape of `per_sample`; undefined (the default) where all
  /// do. The others weigh 0, and the means divide by the number of those that count.
  virtual Tensor counted(const Tensor& y_true, const Tensor& y_pred) const;

  Tensors forward(const Arguments& arguments) const override;
  Reduction reduction() const { return options_.reduction; }
  std::string name() const;

 protected:
  std::vector<std::string> argument_names() const override {
    return {"y_true", "y_pred", "sample_weight"};
  }

 private:
  LossOptions options_;
};

/// y_true and y_pred give the values per sample.
using LossFunction = std::function<Tensor(const Tensor& y_true, const Tensor& y_pred)>;

/// A loss from a function of the values per sample.
class BERAS_API LossFunctionWrapper : public Loss {
 public:
  LossFunctionWrapper(LossFunction function, LossOptions options = {});
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;

 private:
  LossFunction function_;
};

}  // namespace beras::losses
