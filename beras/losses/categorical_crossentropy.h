// Crossentropy of labels given as probabilities, one-hot as a rule.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// -sum(t log(p)) over the class axis, with t = y_true (1 - s) + s / C, s the label smoothing and C
/// the number of classes.
///
/// y_pred are probabilities, divided by their sum and clipped to [1e-7, 1 - 1e-7] to give p, or
/// logits x with p = softmax(x), fused and stable. y_true, y_pred (B, ..., C) give (B, ...).
/// ShapeError if the shapes differ. Warns where there is a single class, as that is sure.
BERAS_API Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                          bool from_logits = false, double label_smoothing = 0,
                                          int axis = -1);

struct CategoricalCrossentropyOptions {
  bool from_logits = false;
  /// In [0, 1].
  double label_smoothing = 0;
  int axis = -1;
  Reduction reduction = Reduction::sum_over_batch_size;
  std::string name = {};
  /// As in LossOptions.
  std::optional<DTypePolicy> dtype = std::nullopt;
};

/// The reduction of `categorical_crossentropy`.
class BERAS_API CategoricalCrossentropy : public Loss {
 public:
  explicit CategoricalCrossentropy(CategoricalCrossentropyOptions options = {});
  const CategoricalCrossentropyOptions& options() const { return options_; }
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;

 private:
  CategoricalCrossentropyOptions options_;
};

template <std::same_as<CategoricalCrossentropy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, CategoricalCrossentropyOptions>;
  return arguments<Class>("CategoricalCrossentropy", FIELD(Options, from_logits),
                          FIELD(Options, label_smoothing), FIELD(Options, axis),
                          loss_fields<Options>())
      .in_config_as("from_logits", "label_smoothing", "axis");
}

}  // namespace beras::losses
