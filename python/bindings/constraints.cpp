#include <beras/constraints/all.h>

#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {

void bind_constraints(nb::module_& m) {
  bind_all<nb::class_>(m, "constraints", constraints::All(),
                       []<typename Class>(nb::class_<Class>& bound) {
                         bound.def(
                             "__call__", [](const Class& self, const Tensor& x) { return self(x); },
                             nb::arg("w"), Unlocked());
                       });
}

}  // namespace beras::python
