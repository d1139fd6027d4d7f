// Keeps the gradients of half precision within its range.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include <beras/optimizers/get.h>
#include <beras/tensor/dtype_policy.h>

namespace beras::optimizers {

struct LossScaleOptimizerOptions {
  /// High is right: what is too high is soon halved.
  double initial_scale = 32768;
  /// After so many finite steps in a row the scale is doubled.
  std::int64_t dynamic_growth_steps = 2000;
  std::string name = {};
};

/// Scales the loss for another optimizer, as far as float16 bears it.
///
/// `scale_loss` multiplies by the scale, and the gradients are divided by it before the inner
/// optimizer takes its step. Where one of them is not finite, the step is left out: no weight and
/// no state of the inner optimizer changes, and the scale is halved. After dynamic_growth_steps
/// finite steps since it last changed, it is doubled.
///
/// What an optimizer is asked, such as its learning rate and its steps, is the inner one's; the
/// loss scale factor of that is dropped. ValueError for no optimizer, an initial scale that is not
/// above 0, and growth steps below 1. `variables` begin with "iteration" and "learning_rate", which
/// stay 0, "step_counter" (int32) and "dynamic_scale" (float32). Source:
/// keras.optimizers.LossScaleOptimizer.
class BERAS_API LossScaleOptimizer : public Optimizer {
 public:
  explicit LossScaleOptimizer(AnyOptimizer inner_optimizer, LossScaleOptimizerOptions options = {});

  void apply_gradients(const Tensors& weights, const Tensors& gradients) override;
  void build(const Tensors& variables) override { inner().build(variables); }
  Tensors slots(const Variable& weight) const override { return inner().slots(weight); }
  void forget(const Tensors& variables) override { inner().forget(variables); }
  Tensor scale_loss(const Tensor& loss) const override;
  void exclude_from_weight_decay(const Tensors& variables,
                                 const std::vector<std::string>& names = {}) override {
    inner().exclude_from_weight_decay(variables, names);
  }
  void finalize_variable_values(const Tensors& variables) override {
    inner().finalize_variable_values(variables);
  }
  std::int64_t iterations() const override { return inner().iterations(); }
  double learning_rate() const override { return inner().learning_rate(); }
  void learning_rate(LearningRate value) override { inner().learning_rate(std::move(value)); }
  bool built() const override { return inner().built(); }
  Tensors variables() const override;
  Config common_config() const { return Config::Map{{"name", name()}}; }

  const AnyOptimizer& inner_optimizer() const { return inner_optimizer_; }
  const LossScaleOptimizerOptions& options() const { return options_; }
  /// What the next loss is multiplied by.
  double scale() const { return dynamic_scale_.item<double>(); }

 private:
  Optimizer& inner() const { return *inner_optimizer_; }
  void set(std::int64_t steps, double scale);

  AnyOptimizer inner_optimizer_;
  LossScaleOptimizerOptions options_;
  Tensor step_counter_;
  Tensor dynamic_scale_;
};

/// Within a LossScaleOptimizer where the policy is "mixed_float16", unless it is one; else as it
/// is.
BERAS_API AnyOptimizer scaling_loss(const AnyOptimizer& optimizer, const DTypePolicy& policy);

template <std::same_as<LossScaleOptimizer> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LossScaleOptimizerOptions>;
  return arguments<Class>(
      "LossScaleOptimizer", required<&Class::inner_optimizer>("inner_optimizer"),
      FIELD(Options, initial_scale), FIELD(Options, dynamic_growth_steps), FIELD(Options, name));
}

}  // namespace beras::optimizers
