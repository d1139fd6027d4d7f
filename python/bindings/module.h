// What each file of bindings adds to the module.
#pragma once

#include <nanobind/nanobind.h>

#include "bindings/casters.h"

namespace beras::python {

void bind_errors(nb::module_& m);
void bind_tensor(nb::module_& m);
void bind_core(nb::module_& m);
void bind_data(nb::module_& m);
void bind_callbacks(nb::module_& m);

}  // namespace beras::python
