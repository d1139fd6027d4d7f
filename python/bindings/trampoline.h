// Engine classes whose virtual functions reach the Python classes that override them.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <beras/core/diffable.h>

#include "bindings/shell.h"

namespace beras::python {

/// What bindings ask of a Diffable past everything that its Python class overrides: what `super()`
/// means there.
class DiffableShell : public Shell {
 public:
  virtual Tensors plain_forward(const Arguments& arguments) const = 0;
  virtual void plain_prepare(const Arguments& arguments) const = 0;
  virtual Jacobians plain_get_input_gradients() const = 0;
  virtual Jacobians plain_get_weight_gradients() const = 0;
  virtual Tensors plain_compose_input_gradients(const Tensors& J) const = 0;
  virtual Tensors plain_compose_weight_gradients(const Tensors& J) const = 0;
  virtual Tensors plain_weights() const = 0;
  virtual std::vector<std::string> plain_argument_names() const = 0;
  virtual Variable new_weight(const std::string& name, const Shape& shape,
                              const Initializer& initializer, WeightOptions options) = 0;
  virtual void adopt(std::shared_ptr<Diffable> child) = 0;
  virtual void let_go(const Diffable& child) = 0;
  virtual void let_go_weight(const Tensor& weight) = 0;
  /// What trainable(false) has switched off here: weights of its own, and which of the children.
  virtual Tensors frozen_here() = 0;
  virtual std::vector<bool> frozen_children() const = 0;
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
  using Base::trainable;
  void trainable(bool value) override {
    if (value) frozen_children_.clear();
    for (const auto& child : this->children()) {
      if (!value && !child->frozen()) frozen_children_.push_back(child.get());
    }
    Base::trainable(value);
  }
  Jacobians get_input_gradients() const override {
    if (overrides(Hook::get_input_gradients)) {
      if (auto stated = jacobians_in_python(of_inputs())) return *std::move(stated);
    }
    return Base::get_input_gradients();
  }
  Jacobians get_weight_gradients() const override {
    if (overrides(Hook::get_weight_gradients)) {
      if (auto stated = jacobians_in_python(of_weights())) return *std::move(stated);
    }
    return Base::get_weight_gradients();
  }
  Tensors compose_input_gradients(const Tensors& J = {}) const override {
    if (overrides(Hook::compose_input_gradients)) {
      if (auto stated = products_in_python(of_inputs(), J)) return *std::move(stated);
    }
    return Base::compose_input_gradients(J);
  }
  Tensors compose_weight_gradients(const Tensors& J = {}) const override {
    if (overrides(Hook::compose_weight_gradients)) {
      if (auto stated = products_in_python(of_weights(), J)) return *std::move(stated);
    }
    return Base::compose_weight_gradients(J);
  }

  Tensors plain_forward(const Arguments& arguments) const final { return Base::forward(arguments); }
  void plain_prepare(const Arguments& arguments) const final { Base::prepare(arguments); }
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
  void adopt(std::shared_ptr<Diffable> child) final {
    if (this->frozen() && !child->frozen()) frozen_children_.push_back(child.get());
    this->add_child(std::move(child));
  }
  void let_go(const Diffable& child) final {
    std::erase(frozen_children_, &child);
    this->remove_child(child);
  }
  void let_go_weight(const Tensor& weight) override { this->remove_weight(weight); }
  Tensors frozen_here() final { return this->frozen_weights(); }
  std::vector<bool> frozen_children() const final {
    std::vector<bool> frozen;
    for (const auto& child : this->children()) {
      frozen.push_back(std::find(frozen_children_.begin(), frozen_children_.end(), child.get()) !=
                       frozen_children_.end());
    }
    return frozen;
  }

 protected:
  // A tape may ask after the program has dropped the object: relu = ReLU()(x).
  std::shared_ptr<const Diffable> handle() const override {
    return {keep_alive(), static_cast<const Diffable*>(this)};
  }

 private:
  Gradients of_inputs() const {
    return {*this, false, [this](std::size_t position) { return this->wants_input(position); }};
  }
  Gradients of_weights() const {
    return {*this, true, [](std::size_t) { return true; }};
  }

  std::vector<const Diffable*> frozen_children_;
};

}  // namespace beras::python
