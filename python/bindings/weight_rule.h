// Regularizers and constraints of Python, as the engine calls them.
#pragma once

#include <beras/core/weight_rules.h>

#include "bindings/function.h"

namespace beras::python {

/// A function of a weight, and the Python object that it is of: a weight shows it again.
class WeightRuleOfPython {
 public:
  WeightRuleOfPython(nb::handle object, WeightFunction function)
      : object_(object.ptr(), KeepAlive(object.ptr())), function_(std::move(function)) {}

  Tensor operator()(const Tensor& weight) const { return function_(weight); }
  Config serialized() const {
    const Lock lock;
    return python::serialized(object_.get());
  }
  /// None for a function that is none of Python's.
  static nb::object object_of(const WeightFunction& function) {
    const auto* rule = function.target<WeightRuleOfPython>();
    return rule ? nb::borrow(rule->object_.get()) : nb::none();
  }

 private:
  std::shared_ptr<PyObject> object_;
  WeightFunction function_;
};

}  // namespace beras::python
