#include <beras/optimizers/optimizer.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/profiler.h>
#include <beras/core/weight_rules.h>
#include <beras/ops/select.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::optimizers {
namespace {

std::string described(const Variable& weight, std::size_t position) {
  return weight.name().empty() ? "weight " + std::to_string(position)
                               : "weight \"" + weight.name() + "\"";
}

void check_clip(const std::string& who, const std::string& option, std::optional<double> limit) {
  if (limit && !(*limit > 0)) throw ValueError(who, option + " above 0", std::to_string(*limit));
}

double squared_norm(const Tensor& gradient) {
  return ops::square(gradient.astype(DType::float64)).sum().item<double>();
}

}  // namespace

/// What all copies of an optimizer share.
struct Optimizer::State {
  explicit State(LearningRate rate) : learning_rate(std::move(rate)) {
    iterations.trainable(false);
  }

  LearningRate learning_rate;
  Tensor iterations = Tensor(0, DType::int64).name("iterations");
  std::unordered_map<std::uint64_t, Tensors> slots;  // by the id of the weight
  std::vector<std::uint64_t> order;
};

Optimizer::Optimizer(std::string name, OptimizerOptions options)
    : name_(std::move(name)),
      options_(std::move(options)),
      state_(std::make_shared<State>(options_.learning_rate)) {
  check_clip(name_, "clipnorm", options_.clipnorm);
  check_clip(name_, "clipvalue", options_.clipvalue);
  check_clip(name_, "global_clipnorm", options_.global_clipnorm);
  if (options_.clipnorm.has_value() + options_.clipvalue.has_value() +
          options_.global_clipnorm.has_value() >
      1) {
    throw ValueError(name_, "at most one of clipnorm, clipvalue and global_clipnorm", "several");
  }
  if (!(options_.weight_decay >= 0)) {
    throw ValueError(name_, "weight_decay of at least 0", std::to_string(options_.weight_decay));
  }
}

Optimizer::Optimizer(Optimizer&& other)
    : name_(other.name_), options_(other.options_), state_(std::move(other.state_)) {}

Optimizer& Optimizer::operator=(Optimizer&& other) {
  name_ = other.name_;
  options_ = other.options_;
  state_ = std::move(other.state_);
  return *this;
}

Optimizer::State& Optimizer::state() const {
  if (!state_) throw ValueError(name_, "was moved: use the optimizer that it was moved to.");
  return *state_;
}

std::int64_t Optimizer::iterations() const { return state().iterations.item<std::int64_t>(); }

double Optimizer::learning_rate() const { return state().learning_rate.at(iterations()); }

void Optimizer::learning_rate(LearningRate value) { state().learning_rate = std::move(value); }

Tensors Optimizer::variables() const {
  Tensors all = {state().iterations};
  for (const std::uint64_t id : state().order) {
    const Tensors& slots = state().slots.at(id);
    all.insert(all.end(), slots.begin(), slots.end());
  }
  return all;
}

std::map<std::string, Tensor> Optimizer::save_own_variables() const {
  std::map<std::string, Tensor> store;
  for (const Tensor& variable : variables()) store[std::to_string(store.size())] = variable.copy();
  return store;
}

void Optimizer::load_own_variables(const std::map<std::string, Tensor>& store) {
  Tensors own = variables();
  if (store.size() != own.size()) {
    throw ValueError(name_, std::to_string(own.size()) + " variables to load",
                     std::to_string(store.size()),
                     "Make the state first: optimizer.build(model.trainable_variables())");
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto found = store.find(std::to_string(i));
    if (found == store.end() || !found->second.defined())
      throw ValueError(name_, "a variable \"" + std::to_string(i) + "\"", "none of that name");
    const Tensor& value = found->second;
    const std::string who = "variable \"" + found->first + "\"";
    if (value.shape() != own[i].shape()) {
      throw ShapeError(name_, who + " of shape " + to_string(own[i].shape()),
                       to_string(value.shape()));
    }
    if (is_floating(value.dtype()) != is_floating(own[i].dtype())) {
      throw DTypeError(name_, who + " of dtype " + std::string(dtype_name(own[i].dtype())),
                       std::string(dtype_name(value.dtype())));
    }
  }
  for (std::size_t i = 0; i < own.size(); ++i) own[i].assign(store.at(std::to_string(i)));
}

Tensors Optimizer::make_slots(const Variable&) const { return {}; }

Tensor Optimizer::slot(const Variable& weight, const std::string& purpose, double value) {
  Tensor made = Tensor::full(weight.shape(), value, weight.dtype());
  made.trainable(false);
  made.name(weight.name().empty() ? purpose : weight.name() + "/" + purpose);
  return made;
}

bool Optimizer::has_state(std::uint64_t weight_id) const {
  return state().slots.contains(weight_id);
}

Tensors& Optimizer::slots_of(const Variable& weight) {
  const auto found = state().slots.find(weight.id());
  if (found != state().slots.end()) return found->second;
  Tensors made = make_slots(weight);
  state().order.push_back(weight.id());
  return state().slots[weight.id()] = std::move(made);
}

void Optimizer::build(const Tensors& variables) {
  for (const Variable& weight : variables) slots_of(weight);
}

Tensors Optimizer::slots(const Variable& weight) const {
  const auto found = state().slots.find(weight.id());
  return found == state().slots.end() ? Tensors() : found->second;
}

void Optimizer::forget(const Tensors& variables) {
  for (const Variable& weight : variables) {
    state().slots.erase(weight.id());
    std::erase(state().order, weight.id());
  }
}

void Optimizer::apply(const Tensors& gradients, const Tensors& variables) {
  apply_gradients(variables, gradients);
}

void Optimizer::apply_gradients(const Tensors& weights, const Tensors& gradients) {
  const PauseRecording pause;
  std::vector<WeightUpdate> updates = checked(weights, gradients);
  if (weights.empty()) return;
  const profiler::Region region(name_);
  const double rate = learning_rate();
  if (!std::isfinite(rate)) {
    throw ValueError(name_, "a learning rate that is a number", std::to_string(rate));
  }
  for (WeightUpdate& each : updates) each.slots = slots_of(each.weight);
  clip(updates);
  if (!updates.empty()) update(updates, rate);
  for (const WeightUpdate& each : updates) constrain(each.weight);
  state().iterations.fill(iterations() + 1);
}

std::vector<WeightUpdate> Optimizer::checked(const Tensors& weights,
                                             const Tensors& gradients) const {
  if (weights.size() != gradients.size()) {
    throw ValueError(name_, "a gradient for each weight",
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
      throw ValueError(name_, "defined weights", "weight " + std::to_string(i) + " undefined");
    if (!seen.insert(weight.id()).second) {
      throw ValueError(name_, "each weight once", described(weight, i) + " twice");
    }
    if (!gradient.defined()) continue;
    any_gradient = true;
    if (gradient.shape() != weight.shape()) {
      throw ShapeError(
          name_,
          "a gradient of shape " + to_string(weight.shape()) + " for " + described(weight, i),
          "shape " + to_string(gradient.shape()));
    }
    if (!is_floating(weight.dtype())) {
      throw DTypeError(name_, "floating weights",
                       described(weight, i) + " of " + std::string(dtype_name(weight.dtype())));
    }
    if (!weight.trainable()) continue;
    updates.push_back({.weight = weight,
                       .gradient = gradient.astype(weight.dtype()).contiguous(),
                       .weight_decay = options_.weight_decay});
  }
  if (!any_gradient) {
    throw ValueError(name_, "a gradient for at least one weight", "none for any",
                     "Does the loss depend on these weights, inside the tape?");
  }
  // A gradient may be a weight itself: that of a * b is {b, a}.
  std::unordered_set<const void*> memory;
  for (const WeightUpdate& each : updates) memory.insert(each.weight.raw());
  for (WeightUpdate& each : updates) {
    if (memory.contains(each.gradient.raw())) each.gradient = each.gradient.copy();
  }
  return updates;
}

void Optimizer::clip(std::span<WeightUpdate> updates) const {
  if (options_.clipvalue) {
    for (WeightUpdate& each : updates) {
      each.gradient = ops::clip(each.gradient, -*options_.clipvalue, *options_.clipvalue);
    }
  }
  if (options_.clipnorm) {
    for (WeightUpdate& each : updates) {
      const double norm = std::sqrt(squared_norm(each.gradient));
      each.gradient_scale = *options_.clipnorm / std::max(norm, *options_.clipnorm);
    }
  }
  if (options_.global_clipnorm) {
    double sum = 0;
    for (const WeightUpdate& each : updates) sum += squared_norm(each.gradient);
    const double limit = *options_.global_clipnorm;
    for (WeightUpdate& each : updates) {
      each.gradient_scale = limit / std::max(std::sqrt(sum), limit);
    }
  }
}

void Optimizer::update_step(Variable&, const Tensor&, Tensors&, double) {
  throw ValueError(name_, "overrides neither update_step nor update, so it cannot update.");
}

void Optimizer::update(std::span<WeightUpdate> updates, double learning_rate) {
  for (WeightUpdate& each : updates) {
    if (each.weight_decay != 0) each.weight *= 1 - each.weight_decay * learning_rate;
    const Tensor gradient =
        each.gradient_scale == 1 ? each.gradient : each.gradient * each.gradient_scale;
    update_step(each.weight, gradient, each.slots, learning_rate);
  }
}

}  // namespace beras::optimizers
