#include <beras/optimizers/loss_scale_optimizer.h>

#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::optimizers {
namespace {

/// What has no values is as good as finite.
bool all_are_finite(const Tensors& gradients) {
  return std::all_of(gradients.begin(), gradients.end(), [](const Tensor& gradient) {
    return !gradient.defined() || !device_of(gradient).holds_values() ||
           ops::all(ops::isfinite(gradient)).item<bool>();
  });
}

}  // namespace

LossScaleOptimizer::LossScaleOptimizer(AnyOptimizer inner_optimizer,
                                       LossScaleOptimizerOptions options)
    : Optimizer("LossScaleOptimizer", {.learning_rate = 0., .name = options.name}),
      inner_optimizer_(std::move(inner_optimizer)),
      options_(std::move(options)) {
  if (!inner_optimizer_) throw ValueError(label(), "an optimizer to scale the loss for", "none");
  if (!(options_.initial_scale > 0))
    throw ValueError(label(), "initial_scale above 0", std::to_string(options_.initial_scale));
  if (options_.dynamic_growth_steps < 1) {
    throw ValueError(label(), "dynamic_growth_steps of at least 1",
                     std::to_string(options_.dynamic_growth_steps));
  }
  drop_loss_scale(*inner_optimizer_);
  // The host goes by them.
  const auto on_host = [](Scalar value, DType dtype) {
    return Tensor::full({}, value, dtype, Device::cpu);
  };
  step_counter_ = on_host(0, DType::int32).name("step_counter");
  dynamic_scale_ = on_host(options_.initial_scale, DType::float32).name("dynamic_scale");
  step_counter_.trainable(false);
  dynamic_scale_.trainable(false);
}

Tensor LossScaleOptimizer::scale_loss(const Tensor& loss) const {
  return loss * static_cast<double>(scale());
}

void LossScaleOptimizer::set(std::int64_t steps, double scale) {
  step_counter_.fill(steps);
  dynamic_scale_.fill(scale);
}

void LossScaleOptimizer::apply_gradients(const Tensors& weights, const Tensors& gradients) {
  const PauseRecording pause;
  if (!all_are_finite(gradients)) return set(0, scale() * 0.5);
  Tensors unscaled;
  for (const Tensor& gradient : gradients)
    unscaled.push_back(gradient.defined() ? gradient / dynamic_scale_.to(device_of(gradient))
                                          : Tensor());
  inner().apply_gradients(weights, unscaled);
  const auto steps = step_counter_.item<std::int64_t>() + 1;
  const bool grows = steps == options_.dynamic_growth_steps;
  set(grows ? 0 : steps, grows ? scale() * 2 : scale());
}

Tensors LossScaleOptimizer::variables() const {
  Tensors all = Optimizer::variables();
  all.push_back(step_counter_);
  all.push_back(dynamic_scale_);
  for (const Tensor& variable : inner().variables()) all.push_back(variable);
  return all;
}

AnyOptimizer scaling_loss(const AnyOptimizer& optimizer, const DTypePolicy& policy) {
  const bool is_scaled = dynamic_cast<const LossScaleOptimizer*>(&*optimizer) != nullptr;
  if (is_scaled || policy.name() != "mixed_float16") return optimizer;
  return LossScaleOptimizer(optimizer, {.name = "loss_scale_optimizer"});
}

}  // namespace beras::optimizers
