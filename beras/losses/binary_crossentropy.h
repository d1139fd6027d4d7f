// Crossentropy of independent yes-or-no labels.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// mean(-t log(p) - (1 - t) log(1 - p)) over `axis`, with t = y_true (1 - s) + s / 2 and s the
/// label smoothing.
///
/// y_pred are probabilities p, clipped to [1e-7, 1 - 1e-7], or logits x with p = sigmoid(x),
/// computed stably. Shapes as for mean_squared_error. ValueError if a label is not in [0, 1].
BERAS_API Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                     bool from_logits = false, double label_smoothing = 0,
                                     int axis = -1);

struct BinaryCrossentropyOptions {
  bool from_logits = false;
  /// In [0, 1].
  double label_smoothing = 0;
  int axis = -1;
  Reduction reduction = Reduction::sum_over_batch_size;
  std::string name = {};
  /// As in LossOptions.
  std::optional<DTypePolicy> dtype = std::nullopt;
};

/// The reduction of `binary_crossentropy`.
class BERAS_API BinaryCrossentropy : public Loss {
 public:
  explicit BinaryCrossentropy(BinaryCrossentropyOptions options = {});
  const BinaryCrossentropyOptions& options() const { return options_; }
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override;

 private:
  BinaryCrossentropyOptions options_;
};

template <std::same_as<BinaryCrossentropy> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, BinaryCrossentropyOptions>;
  return arguments<Class>("BinaryCrossentropy", FIELD(Options, from_logits),
                          FIELD(Options, label_smoothing), FIELD(Options, axis),
                          loss_fields<Options>())
      .in_config_as("from_logits", "label_smoothing", "axis")
      .also_known_as("BCE", "bce");
}

}  // namespace beras::losses
