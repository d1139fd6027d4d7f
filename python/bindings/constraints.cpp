#include <beras/constraints/all.h>

#include "bindings/docstrings.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;

template <typename Class>
void constraint(nb::module_& m) {
  const auto stated = signature(Type<Class>());
  nb::class_<Class> bound(m, stated.name, doc(std::string("beras::constraints::") + stated.name));
  define(bound, stated);
  bound.def(
      "__call__", [](const Class& self, const Tensor& x) { return self(x); }, "w"_a, Unlocked());
}

}  // namespace

void bind_constraints(nb::module_& m) {
  for_each(constraints::All(), [&]<typename Class>(Type<Class>) { constraint<Class>(m); });
}

}  // namespace beras::python
