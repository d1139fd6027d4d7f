// One line binds one function of a room of the library: the room knows what all of them share.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include <beras/base/in_name_of_internal.h>

#include "bindings/casters.h"
#include "bindings/docstrings.h"

namespace beras::python {

/// `Room def(m, "beras::ops"); def("exp", &ops::exp, "x"_a);` binds beras::ops::exp under its name
/// and with its docstring; other Python threads run while it computes.
class Room {
 public:
  Room(nb::module_& module, std::string space) : module_(module), space_(std::move(space) + "::") {}

  template <typename Function, typename... Extra>
  const Room& operator()(const char* name, Function&& function, const Extra&... extra) const {
    // Overloads share one docstring, which the first of them has.
    const char* text = nb::hasattr(module_, name) ? "" : doc(space_ + name);
    module_.def(name, speaking(name, std::forward<Function>(function)), Unlocked(), text, extra...);
    return *this;
  }

 private:
  /// The function whose errors say the name that it is called by.
  template <typename Result, typename... Arguments>
  static auto speaking(const char* name, Result (*function)(Arguments...)) {
    return [name, function](Arguments... arguments) -> Result {
      return in_name_of(
          name, [&]() -> Result { return function(std::forward<Arguments>(arguments)...); });
    };
  }
  template <typename Function>
  static auto speaking(const char* name, Function function) {
    // A method is not made up of others.
    if constexpr (std::is_member_function_pointer_v<Function>)
      return function;
    else
      return speaking(name, +function);
  }

  nb::module_& module_;
  std::string space_;
};

}  // namespace beras::python
