// Gradient descent along bias-corrected moving moments of the gradients.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

struct AdamOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  /// Divides by the largest second moment so far.
  bool amsgrad = false;
  std::optional<double> weight_decay = std::nullopt;
  BERAS_OPTIMIZER_FIELDS;
};

/// m += (g - m)(1 - beta_1); s += (g^2 - s)(1 - beta_2); w -= lr sqrt(1 - beta_2^t) / (1 -
/// beta_1^t) m / (sqrt(s) + epsilon).
///
/// t counts the optimizer's steps, this one included. Source: Kingma & Ba, 2015; amsgrad: Reddi et
/// al., 2018.
class BERAS_API Adam : public Optimizer {
 public:
  explicit Adam(const AdamOptions& options = {});
  const AdamOptions& options() const { return options_; }

 protected:
  Adam(std::string label, const AdamOptions& options);
  Tensors make_slots(const Variable& weight) const override;
  std::size_t slots_side_by_side() const override { return 2; }
  void update(std::span<WeightUpdate> updates, double learning_rate) override;

 private:
  AdamOptions options_;
};

template <std::same_as<Adam> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, AdamOptions>;
  return arguments<Class>("Adam", FIELD(Options, learning_rate), FIELD(Options, beta_1),
                          FIELD(Options, beta_2), FIELD(Options, epsilon), FIELD(Options, amsgrad),
                          FIELD(Options, weight_decay), base_fields<Options>());
}

}  // namespace beras::optimizers
