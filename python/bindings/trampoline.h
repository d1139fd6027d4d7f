// Engine classes whose virtual functions reach the Python classes that override them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <beras/layers/layer.h>

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

/// A layer: it may be built, and say its output's shape, in Python.
template <typename Base>
class LayerTrampoline : public Trampoline<Base> {
 public:
  using Trampoline<Base>::Trampoline;

  Shape compute_output_shape(const Shape& input_shape) const override {
    if (!this->overrides(Hook::compute_output_shape)) {
      // What a Python class computes is found out by running it, not by what it derives from.
      return this->overrides(Hook::call) ? layers::Layer::compute_output_shape(input_shape)
                                         : Base::compute_output_shape(input_shape);
    }
    const Lock lock;
    return nb::cast<Shape>(this->ask("compute_output_shape", input_shape));
  }

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

}  // namespace beras::python
