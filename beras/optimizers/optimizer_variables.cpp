// The state of an optimizer as a list of tensors.
#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/optimizers/optimizer.h>
#include <beras/optimizers/optimizer_state_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::optimizers {

Tensors Optimizer::variables() const {
  const State& own = state();
  Tensors all = {own.iterations};
  if (own.number.defined()) all.push_back(own.number);
  const auto add_of_each = [&](const auto& add) {
    for (const std::uint64_t id : own.order) add(own.weights.at(id));
  };
  if (options_.use_ema)
    add_of_each([&](const WeightState& weight) { all.push_back(weight.average); });
  if (options_.gradient_accumulation_steps)
    add_of_each([&](const WeightState& weight) { all.push_back(weight.gradients); });
  // The slots from one place on, of each weight that has so many.
  const auto add_slots = [&](std::size_t begin, std::size_t end) {
    const std::size_t before = all.size();
    add_of_each([&](const WeightState& weight) {
      for (std::size_t i = begin; i < std::min(end, weight.slots.size()); ++i)
        all.push_back(weight.slots[i]);
    });
    return all.size() > before;
  };
  std::size_t place = slots_side_by_side();
  for (bool more = add_slots(0, place); more; ++place) more = add_slots(place, place + 1);
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
    throw ValueError(label_, std::to_string(own.size()) + " variables to load",
                     std::to_string(store.size()),
                     "Make the state first: optimizer.build(model.trainable_variables())");
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto found = store.find(std::to_string(i));
    if (found == store.end() || !found->second.defined())
      throw ValueError(label_, "a variable \"" + std::to_string(i) + "\"", "none of that name");
    const Tensor& value = found->second;
    const std::string who = "variable \"" + found->first + "\"";
    if (value.shape() != own[i].shape()) {
      throw ShapeError(label_, who + " of shape " + to_string(own[i].shape()),
                       to_string(value.shape()));
    }
    if (is_floating(value.dtype()) != is_floating(own[i].dtype())) {
      throw DTypeError(label_, who + " of dtype " + std::string(dtype_name(own[i].dtype())),
                       std::string(dtype_name(value.dtype())));
    }
  }
  for (std::size_t i = 0; i < own.size(); ++i) own[i].assign(store.at(std::to_string(i)));
}

Tensors Optimizer::make_slots(const Variable&) const { return {}; }

Tensor Optimizer::slot(const Variable& weight, const std::string& purpose, double value) {
  Tensor made = Tensor::full(weight.shape(), value, weight.dtype(), device_of(weight));
  made.trainable(false);
  made.name(weight.name().empty() ? purpose : weight.name() + "/" + purpose);
  return made;
}

bool Optimizer::has_state(std::uint64_t weight_id) const {
  return state().weights.contains(weight_id);
}

Optimizer::WeightState& Optimizer::state_of(const Variable& weight) {
  const auto found = state().weights.find(weight.id());
  if (found != state().weights.end()) return found->second;
  WeightState made;
  if (options_.use_ema) {
    made.average = slot(weight, "average");
    made.average.assign(weight);
  }
  if (options_.gradient_accumulation_steps) made.gradients = slot(weight, "gradient_accumulator");
  made.slots = make_slots(weight);
  state().order.push_back(weight.id());
  return state().weights[weight.id()] = std::move(made);
}

void Optimizer::build(const Tensors& variables) {
  const PauseRecording pause;
  for (const Variable& weight : variables) state_of(weight);
}

bool Optimizer::built() const { return !state().order.empty(); }

Tensors Optimizer::slots(const Variable& weight) const {
  const auto found = state().weights.find(weight.id());
  if (found == state().weights.end()) return {};
  Tensors all = found->second.slots;
  for (const Tensor& own : {found->second.average, found->second.gradients}) {
    if (own.defined()) all.push_back(own);
  }
  return all;
}

void Optimizer::forget(const Tensors& variables) {
  for (const Variable& weight : variables) {
    state().weights.erase(weight.id());
    std::erase(state().order, weight.id());
  }
}

}  // namespace beras::optimizers
