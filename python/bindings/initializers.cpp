#include <beras/initializers/all.h>

#include "bindings/docstrings.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace initializers;

template <typename Class>
void initializer(nb::module_& m) {
  const auto stated = signature(Type<Class>());
  nb::class_<Class> bound(m, stated.name, doc(std::string("beras::initializers::") + stated.name));
  define(bound, stated);
  bound.def(
      "__call__",
      [](const Class& self, const Shape& shape, DType dtype) { return self(shape, dtype); },
      "shape"_a, "dtype"_a = DType::float32, Unlocked());
  if constexpr (requires(const Class& self) { self.seed(); }) {
    bound.def_prop_ro(
        "seed", [](const Class& self) { return self.seed(); },
        "Of its values: the one given, or that drawn for it.");
  }
}

}  // namespace

void bind_initializers(nb::module_& m) {
  for_each(initializers::All(), [&]<typename Class>(Type<Class>) { initializer<Class>(m); });
}

}  // namespace beras::python
