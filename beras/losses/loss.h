// The base of losses: a function that gives a value per sample, and the reduction to one number.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/diffable.h>
#include <beras/core/signature.h>
#include <beras/losses/reduction.h>
#include <beras/tensor/dtype_policy.h>

namespace beras::losses {

/// Options that every loss has, in the order of Keras's losses.
struct LossOptions {
  Reduction reduction = Reduction::sum_over_batch_size;
  /// The class's name in snake_case if empty.
  std::string name = {};
  /// What it computes in, a floating dtype; that of the predictions unless given, which count as
  /// float32 if they are not float64.
  std::optional<DTypePolicy> dtype = std::nullopt;
};

/// Those fields of an options struct, as parameters of a signature.
template <typename Options>
constexpr auto loss_fields() {
  return std::tuple(FIELD(Options, reduction), FIELD(Options, name), FIELD(Options, dtype));
}

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
/// It sees labels and predictions in the loss's dtype, and with one rank: a trailing axis of length
/// 1 that only one of them has is added to the other if that has rank 1, else dropped, as in Keras.
/// So (B,) beside (B, 1) means (B, 1), and nothing is broadcast to (B, B).
///
/// Where the predictions have a mask (`Tensor::mask`), for the values per sample or for their first
/// axes, those where it is false weigh 0, and the means divide by the number of the others.
///
/// Sample weights have the shape of the values per sample, or of their first axes (one weight for
/// each sample of a sequence), up to a trailing axis of length 1. Gradients flow to predictions,
/// labels and sample weights alike. ValueError if a label or a sample weight is NaN or the dtype is
/// not floating, ShapeError if shapes do not fit.
class BERAS_API Loss : public Diffable {
 public:
  explicit Loss(LossOptions options = {});

  /// The values before reduction, one for each sample: y_true and y_pred (B, ...) give (B, ...)
  /// without the last axis.
  virtual Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const = 0;
  /// True where a sample counts, in the shape of `per_sample`; undefined (the default) where all
  /// do. The others weigh 0, and the means divide by the number of those that count.
  virtual Tensor counted(const Tensor& y_true, const Tensor& y_pred) const;
  /// True where the ranks tell what the labels mean: `per_sample` then sees them, and the labels'
  /// dtype, as they are.
  virtual bool reads_shapes() const { return false; }

  Tensors forward(const Arguments& arguments) const override;
  Reduction reduction() const { return options_.reduction; }
  std::string name() const;
  /// Its name and reduction: what every loss's configuration has.
  Config common_config() const;
  static constexpr std::array<std::string_view, 2> common_keys = {"name", "reduction"};
  /// Takes what a configuration has of these, whether the constructor takes them or not.
  void set_common_config(const Config& config);
  /// The arguments that make such a loss again, with Keras's keys; ValueError for a class that is
  /// not registered.
  Config get_config() const;
  /// As Keras serializes it; ValueError for a class that is not registered.
  Config serialized() const;

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
