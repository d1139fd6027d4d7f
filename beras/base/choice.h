// How an option names one of several implementations: by its name, as an object, or as a shared
// pointer.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace beras {

/// Any object derived from Interface, as the value of an option:
///
///     .loss = "mse"                           by name, where there is Named: ValueError if unknown
///     .loss = losses::MeanSquaredError()      an object: a copy of it
///     .loss = std::make_shared<MyLoss>()      a shared pointer: the object itself
///     .loss = [](const Tensor& y_true, ...    a function, where there is a Wrapper for it
template <typename Interface, auto Named = nullptr, typename Wrapper = void>
class Choice {
  // By its type, as -fsanitize=undefined does not let a function's address be a constant.
  static constexpr bool has_names = !std::is_null_pointer_v<decltype(Named)>;

 public:
  Choice() = default;
  Choice(const char* name) requires(has_names) : chosen_(Named(name)) {}
  Choice(const std::string& name) requires(has_names) : chosen_(Named(name)) {}
  template <typename Object>
  requires std::derived_from<Object, Interface> Choice(Object object)
      : chosen_(std::make_shared<Object>(std::move(object))) {}
  template <typename Object>
  requires std::derived_from<Object, Interface> Choice(std::shared_ptr<Object> object)
      : chosen_(std::move(object)) {}
  template <typename Function>
  requires(!std::derived_from<Function, Interface> && std::constructible_from<Wrapper, Function>)
      Choice(Function function)
      : chosen_(std::make_shared<Wrapper>(std::move(function))) {}

  explicit operator bool() const { return chosen_ != nullptr; }
  Interface& operator*() const { return *chosen_; }
  Interface* operator->() const { return chosen_.get(); }
  const std::shared_ptr<Interface>& pointer() const { return chosen_; }

 private:
  std::shared_ptr<Interface> chosen_;
};

}  // namespace beras
