// Initializers by name, and the option that takes an initializer in any form.
#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/initializer.h>
#include <beras/core/registry.h>

namespace beras::initializers {

/// The initializer of that name with its default options: "glorot_uniform", "GlorotUniform",
/// "zeros", "uniform" ...; ValueError with the nearest known name otherwise.
BERAS_API Initializer get(std::string_view name);

/// An initializer by name or as an object: `.kernel_initializer = "he_normal"`, or `=
/// HeNormal({.seed = 7})`. A name gives each weight values of its own, an object always the same.
class BERAS_API AnyInitializer {
 public:
  AnyInitializer(const char* name) : AnyInitializer(std::string(name)) {}
  AnyInitializer(const std::string& name);
  template <typename Object>
  requires(!std::same_as<Object, AnyInitializer> &&
           std::is_invocable_r_v<Tensor, const Object&, const Shape&, DType>)
      AnyInitializer(Object object)
      : serializer_(serializer_of(object)) {
    initializer_ = std::move(object);
    check_function();
  }

  Tensor operator()(const Shape& shape, DType dtype) const { return initializer_(shape, dtype); }
  /// As Keras serializes it; ValueError for a function, which has no configuration.
  Config serialized() const;
  /// The name that it was given by; empty for an object.
  const std::string& name() const { return name_; }

 private:
  void check_function() const;

  Initializer initializer_;
  std::function<Config()> serializer_;  // of an object that has one
  std::string name_;
};

/// All initializers, by name.
BERAS_API Registry<AnyInitializer>& registry();

}  // namespace beras::initializers

namespace beras {

BERAS_CONFIG_VALUE(initializers::AnyInitializer);

template <typename Class>
requires std::is_invocable_r_v<Tensor, const Class&, const Shape&, DType>
    Registry<initializers::AnyInitializer>
&registry_of(Type<Class>) { return initializers::registry(); }

}  // namespace beras
