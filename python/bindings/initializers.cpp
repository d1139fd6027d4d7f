#include <beras/initializers/all.h>

#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {

void bind_initializers(nb::module_& m) {
  bind_all<nb::class_>(
      m, "initializers", initializers::All(), []<typename Class>(nb::class_<Class>& bound) {
        bound.def(
            "__call__",
            [](const Class& self, const Shape& shape, DType dtype) { return self(shape, dtype); },
            nb::arg("shape"), nb::arg("dtype") = DType::float32, Unlocked());
        if constexpr (requires(const Class& self) { self.seed(); }) {
          bound.def_prop_ro(
              "seed", [](const Class& self) { return self.seed(); },
              "Of its values: the one given, or that drawn for it.");
        }
      });
}

}  // namespace beras::python
