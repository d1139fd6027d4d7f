// The docstrings of the Python module: the /// comments of the C++ headers, gathered at build time
// by python/tools/docstrings.py.
#pragma once

#include <string_view>

namespace beras::python {

/// The docstring of "beras::layers::Dense", "beras::GradientTape::gradient" and so on; empty if
/// there is none.
const char* doc(std::string_view qualified_name);

}  // namespace beras::python
