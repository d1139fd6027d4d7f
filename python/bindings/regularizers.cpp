#include <beras/regularizers/all.h>

#include "bindings/docstrings.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;

template <typename Class>
void regularizer(nb::module_& m) {
  const auto stated = signature(Type<Class>());
  nb::class_<Class> bound(m, stated.name, doc(std::string("beras::regularizers::") + stated.name));
  define(bound, stated);
  bound.def(
      "__call__", [](const Class& self, const Tensor& x) { return self(x); }, "x"_a, Unlocked());
}

}  // namespace

void bind_regularizers(nb::module_& m) {
  for_each(regularizers::All(), [&]<typename Class>(Type<Class>) { regularizer<Class>(m); });
}

}  // namespace beras::python
