// Engine classes whose virtual functions reach the Python classes that override them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/layer.h>
#include <beras/losses/loss.h>
#include <beras/metrics/metric.h>
#include <beras/optimizers/optimizer.h>

#include "bindings/shell.h"

namespace beras::python {

/// What bindings ask of a Diffable past everything that its Python class overrides: what `super()`
/// means there.
class DiffableShell : public Shell {
 public:
  virtual Tensors plain_forward(const Arguments& arguments) const = 0;
  virtual Jacobians plain_get_input_gradients() const = 0;
  virtual Jacobians plain_get_weight_gradients() const = 0;
  virtual Tensors plain_compose_input_gradients(const Tensors& J) const = 0;
  virtual Tensors plain_compose_weight_gradients(const Tensors& J) const = 0;
  virtual Tensors plain_weights() const = 0;
  virtual std::vector<std::string> plain_argument_names() const = 0;
  virtual Variable new_weight(const std::string& name, const Shape& shape,
                              const Initializer& initializer, WeightOptions options) = 0;
  virtual void adopt(std::shared_ptr<Diffable> child) = 0;
};

/// A Diffable of the engine, or of Python if Base is Diffable itself.
template <typename Base>
class Trampoline : public Base, public DiffableShell {
 public:
  using Base::Base;

  std::string label() const override { return class_name().empty() ? Base::label() : class_name(); }
  Tensors forward(const Arguments& arguments) const override {
    return overrides(Hook::call) ? forward_in_python(arguments) : Base::forward(arguments);
  }
  Tensors weights() const override {
    return overrides(Hook::weights) ? weights_in_python() : Base::weights();
  }
  Jacobians get_input_gradients() const override {
    if (overrides(Hook::get_input_gradients)) {
      if (auto stated = jacobians_in_python(*this, false)) return *std::move(stated);
    }
    return Base::get_input_gradients();
  }
  Jacobians get_weight_gradients() const override {
    if (overrides(Hook::get_weight_gradients)) {
      if (auto stated = jacobians_in_python(*this, true)) return *std::move(stated);
    }
    return Base::get_weight_gradients();
  }
  Tensors compose_input_gradients(const Tensors& J = {}) const override {
    if (overrides(Hook::compose_input_gradients)) {
      if (auto stated = products_in_python(*this, J, false)) return *std::move(stated);
    }
    return Base::compose_input_gradients(J);
  }
  Tensors compose_weight_gradients(const Tensors& J = {}) const override {
    if (overrides(Hook::compose_weight_gradients)) {
      if (auto stated = products_in_python(*this, J, true)) return *std::move(stated);
    }
    return Base::compose_weight_gradients(J);
  }

  Tensors plain_forward(const Arguments& arguments) const final { return Base::forward(arguments); }
  Jacobians plain_get_input_gradients() const final { return Base::get_input_gradients(); }
  Jacobians plain_get_weight_gradients() const final { return Base::get_weight_gradients(); }
  Tensors plain_compose_input_gradients(const Tensors& J) const final {
    return Base::compose_input_gradients(J);
  }
  Tensors plain_compose_weight_gradients(const Tensors& J) const final {
    return Base::compose_weight_gradients(J);
  }
  Tensors plain_weights() const final { return Base::weights(); }
  std::vector<std::string> plain_argument_names() const final { return Base::argument_names(); }
  Variable new_weight(const std::string& name, const Shape& shape, const Initializer& initializer,
                      WeightOptions options) final {
    return this->add_weight(name, shape, initializer, options);
  }
  void adopt(std::shared_ptr<Diffable> child) final { this->add_child(std::move(child)); }

 protected:
  // A tape may ask after the program has dropped the object: relu = ReLU()(x).
  std::shared_ptr<const Diffable> handle() const override {
    return {keep_alive(), static_cast<const Diffable*>(this)};
  }
};

/// What bindings ask of a layer past its Python class.
class LayerShell {
 public:
  virtual ~LayerShell() = default;
  virtual Shape plain_compute_output_shape(const Shape& input_shape) const = 0;
  /// What the engine's class does to build: `super().build(...)`.
  virtual void plain_build(const Shape& input_shape) = 0;
};

/// A layer: it may be built, and say its output's shape, in Python.
template <typename Base>
class LayerTrampoline : public Trampoline<Base>, public LayerShell {
 public:
  using Trampoline<Base>::Trampoline;

  Shape compute_output_shape(const Shape& input_shape) const override {
    if (!this->overrides(Hook::compute_output_shape))
      return plain_compute_output_shape(input_shape);
    const Lock lock;
    return nb::cast<Shape>(this->ask("compute_output_shape", input_shape));
  }
  Shape plain_compute_output_shape(const Shape& input_shape) const final {
    // What a Python class computes is found out by running it, not by what it derives from.
    return this->overrides(Hook::call) ? layers::Layer::compute_output_shape(input_shape)
                                       : Base::compute_output_shape(input_shape);
  }
  void plain_build(const Shape& input_shape) final { Base::create_weights(input_shape); }

 protected:
  void create_weights(const Shape& input_shape) override {
    if (!this->overrides(Hook::build)) return Base::create_weights(input_shape);
    const Lock lock;
    this->ask("_build", input_shape);
  }
  void check_input_shape(const Shape& shape) const override {
    if (!this->overrides(Hook::call)) Base::check_input_shape(shape);
  }
};

/// What bindings ask of a loss past its Python class.
class LossShell {
 public:
  virtual ~LossShell() = default;
  virtual Tensor plain_per_sample(const Tensor& y_true, const Tensor& y_pred) const = 0;
};

/// A loss: `call(y_true, y_pred)` of Python gives the values per sample.
template <typename Base>
class LossTrampoline : public Trampoline<Base>, public LossShell {
 public:
  using Trampoline<Base>::Trampoline;

  Tensors forward(const Arguments& arguments) const override { return Base::forward(arguments); }
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    if (!this->overrides(Hook::call)) return plain_per_sample(y_true, y_pred);
    const Lock lock;
    return nb::cast<Tensor>(this->ask("call", y_true, y_pred));
  }
  Tensor plain_per_sample(const Tensor& y_true, const Tensor& y_pred) const final {
    if constexpr (std::is_same_v<Base, losses::Loss>) {
      throw ValueError(this->label(), "a method `call`", "a class without it");
    } else {
      return Base::per_sample(y_true, y_pred);
    }
  }
};

/// What bindings ask of a metric past its Python class.
class MetricShell : public Shell {
 public:
  virtual void plain_update_state(const Tensor& y_true, const Tensor& y_pred,
                                  const Tensor& sample_weight) = 0;
  virtual Tensor plain_result() const = 0;
  virtual void plain_reset_state() = 0;
  virtual Tensors plain_variables() const = 0;
};

template <typename Base>
class MetricTrampoline : public Base, public MetricShell {
 public:
  using Base::Base;

  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    if (!overrides(Hook::update_state)) return plain_update_state(y_true, y_pred, sample_weight);
    const PauseRecording pause;
    const Lock lock;
    nb::list arguments;
    nb::dict options;
    arguments.append(y_true);
    if (y_pred.defined()) arguments.append(y_pred);
    if (sample_weight.defined()) options["sample_weight"] = nb::cast(sample_weight);
    shell().attr("update_state")(*arguments, **options);
  }
  Tensor result() const override {
    if (!overrides(Hook::result)) return plain_result();
    const Lock lock;
    return nb::cast<Tensor>(ask("result"));
  }
  void reset_state() override {
    if (!overrides(Hook::reset_state)) return plain_reset_state();
    const Lock lock;
    ask("reset_state");
  }
  Tensors variables() const override {
    if constexpr (!std::is_abstract_v<Base>) return Base::variables();
    const Lock lock;
    return tensors_from(shell().attr("variables"));
  }

  void plain_update_state(const Tensor& y_true, const Tensor& y_pred,
                          const Tensor& sample_weight) final {
    if constexpr (!std::is_abstract_v<Base>)
      return Base::update_state(y_true, y_pred, sample_weight);
    throw ValueError(this->name(), "a method `update_state`", "a class without it");
  }
  Tensor plain_result() const final {
    if constexpr (!std::is_abstract_v<Base>) return Base::result();
    throw ValueError(this->name(), "a method `result`", "a class without it");
  }
  void plain_reset_state() final {
    if constexpr (!std::is_abstract_v<Base>) Base::reset_state();
  }
  Tensors plain_variables() const final {
    if constexpr (!std::is_abstract_v<Base>) return Base::variables();
    return {};
  }
};

/// What bindings ask of an optimizer past its Python class.
class OptimizerShell : public Shell {
 public:
  /// To be called within `update_step`.
  virtual void plain_update_step(const Tensor& gradient, Variable weight, double learning_rate) = 0;
  /// The weights that have state here, in the order in which it was made.
  virtual const Tensors& weights_with_state() const = 0;
};

template <typename Base>
class OptimizerTrampoline : public Base, public OptimizerShell {
 public:
  using Base::Base;

  void plain_update_step(const Tensor& gradient, Variable weight, double learning_rate) final {
    if (!slots_)
      throw ValueError(this->name(), "to be called within update_step", "a call outside");
    if constexpr (std::is_same_v<Base, optimizers::Optimizer>) {
      Base::update_step(weight, gradient, *slots_, learning_rate);
    } else {
      optimizers::WeightUpdate update{.weight = weight, .gradient = gradient, .slots = *slots_};
      Base::update({&update, 1}, learning_rate);
    }
  }
  const Tensors& weights_with_state() const final { return weights_with_state_; }

 protected:
  Tensors make_slots(const Variable& weight) const override {
    Tensors slots = Base::make_slots(weight);
    weights_with_state_.push_back(weight);
    return slots;
  }
  void update(std::span<optimizers::WeightUpdate> updates, double learning_rate) override {
    if (overrides(Hook::build)) {
      Tensors weights;
      for (const optimizers::WeightUpdate& each : updates) weights.push_back(each.weight);
      const Lock lock;
      ask("_build", weights);
    }
    if (!overrides(Hook::update_step)) return Base::update(updates, learning_rate);
    optimizers::Optimizer::update(updates, learning_rate);
  }
  void update_step(Variable& weight, const Tensor& gradient, Tensors& slots,
                   double learning_rate) override {
    if (!overrides(Hook::update_step))
      return Base::update_step(weight, gradient, slots, learning_rate);
    Tensors* outer = std::exchange(slots_, &slots);
    const Lock lock;
    ask("update_step", gradient, weight, learning_rate);
    slots_ = outer;
  }

 private:
  Tensors* slots_ = nullptr;  // of the weight at hand
  mutable Tensors weights_with_state_;
};

}  // namespace beras::python
