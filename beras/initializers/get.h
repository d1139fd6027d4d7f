// Initializers by name, and the option that takes an initializer in any form.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/initializer.h>

namespace beras::initializers {

/// The initializer of that name with its default options: "glorot_uniform", "GlorotUniform",
/// "zeros", "uniform" ...; ValueError with the nearest known name otherwise.
BERAS_API Initializer get(std::string_view name);
/// The same, made anew for each weight: random ones then differ from weight to weight.
BERAS_API Initializer anew(std::string_view name);

/// An initializer by name or as an object: `.kernel_initializer = "he_normal"`, or `=
/// HeNormal({.seed = 7})`. A name gives each weight values of its own, an object always the same.
class BERAS_API AnyInitializer {
 public:
  AnyInitializer(const char* name) : AnyInitializer(std::string(name)) {}
  AnyInitializer(const std::string& name) : initializer_(anew(name)), name_(name) {}
  template <typename Object>
  requires(!std::same_as<Object, AnyInitializer> &&
           std::is_invocable_r_v<Tensor, const Object&, const Shape&, DType>)
      AnyInitializer(Object object)
      : initializer_(std::move(object)) {
    check_function();
  }

  Tensor operator()(const Shape& shape, DType dtype) const { return initializer_(shape, dtype); }
  /// The name that it was given by; empty for an object.
  const std::string& name() const { return name_; }

 private:
  void check_function() const;

  Initializer initializer_;
  std::string name_;
};

}  // namespace beras::initializers
