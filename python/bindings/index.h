// What stands between the brackets of x[...] in Python.
#pragma once

#include <optional>

#include <beras/tensor/index.h>

#include "bindings/casters.h"

namespace beras::python {

/// The entries of an index; none where one of them is of a kind that the engine has no word for.
std::optional<Indices> indices_from(nb::handle key);

}  // namespace beras::python
