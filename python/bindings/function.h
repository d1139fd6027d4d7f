// A function of Python that the engine calls.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "bindings/configurations.h"

namespace beras::python {

/// What a function is called in messages and logs: its name, or its class's in snake case.
std::string name_of(nb::handle function);

/// To be called, copied and dropped on whichever thread.
class Function {
 public:
  explicit Function(nb::handle function) : function_(function.ptr(), KeepAlive(function.ptr())) {}

  /// How it stands in configurations.
  Config serialized() const {
    const Lock lock;
    return python::serialized(function_.get());
  }

  template <typename Result, typename... Values>
  Result call(Values&&... values) const {
    const Lock lock;
    const nb::handle function(function_.get());
    return returned<Result>(function(std::forward<Values>(values)...), name_of(function));
  }

 private:
  std::shared_ptr<PyObject> function_;
};

}  // namespace beras::python
