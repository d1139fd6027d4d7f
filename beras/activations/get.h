// Activations by name, and the option that takes an activation in any form.
#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <beras/activations/activation.h>
#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/tensor/tensor.h>

namespace beras::activations {

/// A function from a tensor to a tensor of the same shape.
using Function = std::function<Tensor(const Tensor& x)>;

/// The activation of that name with its defaults: "relu", "softmax", "linear" ...; ValueError with
/// the nearest known name otherwise.
BERAS_API Function get(std::string_view name);

/// An activation by name, or as a function or layer: `.activation = "relu"`, `= activations::tanh`,
/// `= layers::LeakyReLU(0.1)`. ValueError for a function that is empty.
class BERAS_API AnyActivation {
 public:
  AnyActivation(const char* name) : function_(get(name)) {}
  AnyActivation(const std::string& name) : function_(get(name)) {}
  /// Picks the form with defaults of a function that also has one with parameters.
  AnyActivation(Tensor (*function)(const Tensor&)) : function_(function) { check_function(); }
  template <typename Object>
  requires(!std::same_as<Object, AnyActivation> &&
           std::is_invocable_r_v<Tensor, const Object&, const Tensor&>) AnyActivation(Object object)
      : serializer_(serializer_of(object)) {
    function_ = std::move(object);
    check_function();
  }

  Tensor operator()(const Tensor& x) const { return function_(x); }
  /// True if it is that function: layers have fused kernels for some.
  bool is(Tensor (*function)(const Tensor&)) const {
    const auto* held = function_.target<Tensor (*)(const Tensor&)>();
    return held && *held == function;
  }
  /// Its name, or an object as Keras serializes it; ValueError for an unknown function.
  Config serialized() const;

 private:
  void check_function() const;

  Function function_;
  std::function<Config()> serializer_;  // of an object that has one
};

/// Classes of activations with arguments, which `register_serializable` has added.
BERAS_API Registry<AnyActivation>& registry();

}  // namespace beras::activations

namespace beras {

BERAS_CONFIG_VALUE(activations::AnyActivation);

template <std::derived_from<activations::Activation> Class>
Registry<activations::AnyActivation>& registry_of(Type<Class>) {
  return activations::registry();
}

}  // namespace beras
