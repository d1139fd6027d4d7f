// One line binds one function of a room of the library: the room knows what all of them share.
#pragma once

#include <string>
#include <utility>

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
    module_.def(name, std::forward<Function>(function), Unlocked(), text, extra...);
    return *this;
  }

 private:
  nb::module_& module_;
  std::string space_;
};

}  // namespace beras::python
