#include <beras/regularizers/all.h>

#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {

void bind_regularizers(nb::module_& m) {
  bind_all<nb::class_>(m, "regularizers", regularizers::All(),
                       []<typename Class>(nb::class_<Class>& bound) {
                         bound.def(
                             "__call__", [](const Class& self, const Tensor& x) { return self(x); },
                             nb::arg("x"), Unlocked());
                       });
}

}  // namespace beras::python
