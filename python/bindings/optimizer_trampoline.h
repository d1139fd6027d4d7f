// Optimizers whose steps and state may be stated in Python.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/optimizers/optimizer.h>

#include "bindings/shell.h"

namespace beras::python {

/// What bindings ask of an optimizer past its Python class.
class OptimizerShell : public Shell {
 public:
  /// To be called within `update_step`.
  virtual void plain_update_step(const Tensor& gradient, Variable weight, double learning_rate) = 0;
  /// The weights that have state here, in the order in which it was made.
  virtual Tensors weights_with_state() const = 0;
};

template <typename Base>
class OptimizerTrampoline : public Base, public OptimizerShell {
 public:
  using Base::Base;
  /// One whose class is Python's: its errors say its name.
  explicit OptimizerTrampoline(const optimizers::OptimizerOptions& options) requires(
      std::is_same_v<Base, optimizers::Optimizer>)
      : Base(options.name, options) {}

  void plain_update_step(const Tensor& gradient, Variable weight, double learning_rate) final {
    if (!slots_)
      throw ValueError(this->label(), "to be called within update_step", "a call outside");
    if constexpr (std::is_same_v<Base, optimizers::Optimizer>) {
      Base::update_step(weight, gradient, *slots_, learning_rate);
    } else {
      optimizers::WeightUpdate update{.weight = weight, .gradient = gradient, .slots = *slots_};
      Base::update({&update, 1}, learning_rate);
    }
  }
  Tensors weights_with_state() const final {
    Tensors weights;
    for (const auto& [id, weight] : made_for_) {
      if (this->has_state(id)) weights.push_back(weight);
    }
    return weights;
  }

 protected:
  Tensors make_slots(const Variable& weight) const override {
    Tensors slots = Base::make_slots(weight);
    // A copy stands in a weight's place while a model plans; its state is forgotten afterwards. The
    // weight's own id tells nothing here: until then it is the copy's.
    std::erase_if(made_for_, [this](const auto& made) { return !this->has_state(made.first); });
    made_for_.emplace_back(weight.id(), weight);
    return slots;
  }
  void update(std::span<optimizers::WeightUpdate> updates, double learning_rate) override {
    if (overrides(Hook::build)) {
      Tensors weights;
      for (const optimizers::WeightUpdate& each : updates) weights.push_back(each.weight);
      const Lock lock;
      ask("_engine_build", weights);
    }
    if (!overrides(Hook::update_step)) return Base::update(updates, learning_rate);
    optimizers::Optimizer::update(updates, learning_rate);
  }
  void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
                   double learning_rate) override {
    if (!overrides(Hook::update_step))
      return Base::update_step(weight, gradient, slots, learning_rate);
    const Set<Tensors*> at_hand(slots_, &slots);
    const Lock lock;
    ask("update_step", gradient, weight, learning_rate);
  }

 private:
  Tensors* slots_ = nullptr;  // of the weight at hand
  // By the id that the weight had.
  mutable std::vector<std::pair<std::uint64_t, Variable>> made_for_;
};

}  // namespace beras::python
