// What the options have in common that take a regularizer or a constraint in any form.
#pragma once

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/config.h>
#include <beras/core/registry.h>
#include <beras/core/weight_rules.h>

namespace beras {

/// A function of a weight that may have a configuration, or none at all.
class BERAS_API AnyWeightRule {
 public:
  explicit operator bool() const { return static_cast<bool>(function_); }
  /// The function itself; empty where there is none.
  operator const WeightFunction&() const { return function_; }
  /// As Keras serializes it; null for none, ValueError for a function, which has no configuration.
  Config serialized() const;

 protected:
  AnyWeightRule() = default;
  /// ValueError, in the name of the room `who`, for an empty function.
  template <typename Object>
  AnyWeightRule(Object object, const char* who) : serializer_(serializer_of(object)), who_(who) {
    function_ = std::move(object);
    check_function();
  }

 private:
  void check_function() const;

  WeightFunction function_;
  std::function<Config()> serializer_;  // of an object that has one
  const char* who_ = "";
};

/// What is no such option itself, and can be called with a weight.
template <typename Object>
concept WeightRule = !std::derived_from<Object, AnyWeightRule> &&
                     std::is_invocable_r_v<Tensor, const Object&, const Tensor&>;

}  // namespace beras
