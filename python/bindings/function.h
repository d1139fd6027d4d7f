// A function of Python that the engine calls.
#pragma once

#include <memory>
#include <utility>

#include "bindings/casters.h"

namespace beras::python {

/// To be called, copied and dropped on whichever thread.
class Function {
 public:
  explicit Function(nb::handle function) : function_(function.ptr(), KeepAlive(function.ptr())) {}

  template <typename Result, typename... Values>
  Result call(Values&&... values) const {
    const Lock lock;
    return nb::cast<Result>(nb::handle(function_.get())(std::forward<Values>(values)...));
  }

 private:
  std::shared_ptr<PyObject> function_;
};

}  // namespace beras::python
