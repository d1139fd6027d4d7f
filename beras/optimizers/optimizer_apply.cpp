// The steps of one update, in their order.
#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/profiler.h>
#include <beras/core/weight_rules.h>
#include <beras/ops/binary.h>
#include <beras/ops/select.h>
#include <beras/ops/unary.h>
#include <beras/optimizers/optimizer.h>
#include <beras/optimizers/optimizer_state_internal.h>
#include <beras/tensor/operators.h>

namespace beras::optimizers {
namespace {

std::string described(const Variable& weight, std::size_t position) {
  return weight.name().empty() ? "weight " + std::to_string(position)
                               : "weight \"" + weight.name() + "\"";
}

Tensor scaled(const WeightUpdate& update) {
  return update.gradient_scale == 1 ? update.gradient : update.gradient * update.gradient_scale;
}

Tensor squared_norm(const WeightUpdate& update) {
  return ops::square(update.gradient.astype(DType::float64)).sum() *
         (update.gradient_scale * update.gradient_scale);
}

/// What brings a norm down to `limit`, if it is above. It stays a tensor: the step does not wait
/// for it.
Tensor factor_for(const Tensor& squared_norm, double limit) {
  return limit / ops::maximum(ops::sqrt(squared_norm), limit);
}

/// In float32 for narrower gradients, where a small factor would vanish.
void multiply(WeightUpdate& update, const Tensor& factor) {
  const DType dtype = update.gradient.dtype();
  const DType wide = item_size(dtype) < 4 ? DType::float32 : dtype;
  const Tensor whole = (factor * update.gradient_scale).astype(wide);
  update.gradient = (update.gradient.astype(wide) * whole).astype(dtype);
  update.gradient_scale = 1;
}

}  // namespace

void Optimizer::apply(const Tensors& gradients, const Tensors& variables) {
  apply_gradients(variables, gradients);
}

void Optimizer::apply_gradients(const Tensors& weights, const Tensors& gradients) {
  const PauseRecording pause;
  std::vector<WeightUpdate> updates = checked(weights, gradients);
  if (weights.empty()) return;
  const profiler::Region region(label_);
  const double rate = checked_learning_rate();
  for (WeightUpdate& each : updates) each.slots = state_of(each.weight).slots;
  unscale(updates);
  if (accumulate(updates) && !updates.empty()) {
    clip(updates);
    decay(updates);
    update(updates, rate);
    if (options_.gradient_accumulation_steps) {
      for (const WeightUpdate& each : updates) state_of(each.weight).gradients.fill(0);
    }
  }
  average(weights);
  for (const WeightUpdate& each : updates) constrain(each.weight);
  state().iterations.fill(state().calls() + 1);
}

std::vector<WeightUpdate> Optimizer::checked(const Tensors& weights,
                                             const Tensors& gradients) const {
  if (weights.size() != gradients.size()) {
    throw ValueError(label_, "a gradient for each weight",
                     std::to_string(weights.size()) + " weights, " +
                         std::to_string(gradients.size()) + " gradients");
  }
  std::vector<WeightUpdate> updates;
  std::unordered_set<std::uint64_t> seen;
  bool any_gradient = weights.empty();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Variable& weight = weights[i];
    const Tensor& gradient = gradients[i];
    if (!weight.defined())
      throw ValueError(label_, "defined weights", "weight " + std::to_string(i) + " undefined");
    if (!seen.insert(weight.id()).second) {
      throw ValueError(label_, "each weight once", described(weight, i) + " twice");
    }
    if (!gradient.defined()) continue;
    any_gradient = true;
    if (gradient.shape() != weight.shape()) {
      throw ShapeError(
          label_,
          "a gradient of shape " + to_string(weight.shape()) + " for " + described(weight, i),
          "shape " + to_string(gradient.shape()));
    }
    if (!is_floating(weight.dtype())) {
      throw DTypeError(label_, "floating weights",
                       described(weight, i) + " of " + std::string(dtype_name(weight.dtype())));
    }
    if (!weight.trainable()) continue;
    updates.push_back({.weight = weight, .gradient = gradient.astype(weight.dtype()).contiguous()});
  }
  if (!any_gradient) {
    throw ValueError(label_, "a gradient for at least one weight", "none for any",
                     "Does the loss depend on these weights, inside the tape?");
  }
  // A gradient may be a weight itself: that of a * b is {b, a}.
  std::unordered_set<const void*> memory;
  for (const WeightUpdate& each : updates) memory.insert(each.weight.block());
  for (WeightUpdate& each : updates) {
    if (memory.contains(each.gradient.block())) each.gradient = each.gradient.copy();
  }
  return updates;
}

double Optimizer::checked_learning_rate() const {
  const double rate = learning_rate();
  if (std::isfinite(rate)) return rate;
  throw ValueError(label_, "a learning rate that is a number", std::to_string(rate));
}

void Optimizer::unscale(std::span<WeightUpdate> updates) const {
  if (!options_.loss_scale_factor) return;
  for (WeightUpdate& each : updates) each.gradient_scale = 1 / *options_.loss_scale_factor;
}

/// True where it is time for a step: along the mean of the gradients then.
bool Optimizer::accumulate(std::span<WeightUpdate> updates) {
  if (!options_.gradient_accumulation_steps) return true;
  const std::int64_t steps = *options_.gradient_accumulation_steps;
  const bool is_last = (state().calls() + 1) % steps == 0;
  for (WeightUpdate& each : updates) {
    Tensor sum = state_of(each.weight).gradients;
    if (is_last) {
      each.gradient = sum + scaled(each);
      each.gradient_scale = 1 / static_cast<double>(steps);
    } else {
      sum += scaled(each);
    }
  }
  return is_last;
}

void Optimizer::clip(std::span<WeightUpdate> updates) const {
  if (options_.clipvalue) {
    for (WeightUpdate& each : updates) {
      const double limit = *options_.clipvalue / each.gradient_scale;
      each.gradient = ops::clip(each.gradient, -limit, limit);
    }
  }
  if (options_.clipnorm) {
    for (WeightUpdate& each : updates)
      multiply(each, factor_for(squared_norm(each), *options_.clipnorm));
  }
  if (options_.global_clipnorm) {
    Tensor sum;
    for (const WeightUpdate& each : updates)
      sum = sum.defined() ? sum + squared_norm(each) : squared_norm(each);
    // Where the norm is infinite or no number, all of them become no numbers.
    const Tensor factor = factor_for(sum, *options_.global_clipnorm) + sum * 0;
    for (WeightUpdate& each : updates) multiply(each, factor);
  }
}

void Optimizer::decay(std::span<WeightUpdate> updates) const {
  if (!options_.weight_decay) return;
  const auto& pattern = state().names_without_decay;
  for (WeightUpdate& each : updates) {
    if (state().without_decay.contains(each.weight.id())) continue;
    if (pattern && std::regex_search(each.weight.name(), *pattern)) continue;
    each.weight_decay = *options_.weight_decay;
  }
}

void Optimizer::average(const Tensors& weights) {
  if (!options_.use_ema) return;
  const double momentum = iterations() == 0 ? 0 : options_.ema_momentum;
  const bool overwrites = options_.ema_overwrite_frequency &&
                          (iterations() + 1) % *options_.ema_overwrite_frequency == 0;
  for (Variable weight : weights) {
    if (!weight.trainable()) continue;
    Tensor average = state_of(weight).average;
    average.assign(average * momentum + weight * (1 - momentum));
    if (overwrites) weight.assign(average);
  }
}

void Optimizer::update_step(Variable&, const Tensor&, Tensors&, double) {
  throw ValueError(label_, "overrides neither update_step nor update, so it cannot update.");
}

void Optimizer::update(std::span<WeightUpdate> updates, double learning_rate) {
  for (WeightUpdate& each : updates) {
    if (each.weight_decay != 0) each.weight *= 1 - each.weight_decay * learning_rate;
    update_step(each.weight, scaled(each), each.slots, learning_rate);
  }
}

}  // namespace beras::optimizers
