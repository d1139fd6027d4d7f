// Gradient descent scaled by a moving root mean square of the gradients.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

struct RMSpropOptions {
  LearningRate learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;
  /// Scales by the variance rather than by the mean square.
  bool centered = false;
  std::optional<double> weight_decay = std::nullopt;
  BERAS_OPTIMIZER_FIELDS;
};

/// s = rho s + (1 - rho) g^2; d = s + epsilon, less a^2 with a = rho a + (1 - rho) g if centered; u
/// = lr g / sqrt(d). Then w -= u or, with momentum, v = momentum v + u and w -= v.
///
/// Source: Hinton, Neural Networks for Machine Learning, lecture 6e.
class BERAS_API RMSprop : public Optimizer {
 public:
  explicit RMSprop(const RMSpropOptions& options = {});
  const RMSpropOptions& options() const { return options_; }

 protected:
  Tensors make_slots(const Variable& weight) const override;
  std::size_t slots_side_by_side() const override { return 1; }
  void update(std::span<WeightUpdate> updates, double learning_rate) override;

 private:
  RMSpropOptions options_;
};

template <std::same_as<RMSprop> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, RMSpropOptions>;
  return arguments<Class>("RMSprop", FIELD(Options, learning_rate), FIELD(Options, rho),
                          FIELD(Options, momentum), FIELD(Options, epsilon),
                          FIELD(Options, centered), FIELD(Options, weight_decay),
                          base_fields<Options>())
      .also_known_as("rmsprop");
}

}  // namespace beras::optimizers
