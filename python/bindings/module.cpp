// The extension module: each room of the library is a submodule.
#include "bindings/module.h"

#include <beras/base/version.h>

NB_MODULE(_engine, module) {
  using namespace beras::python;
  // What lives to the end of a program that failed is no leak.
  nb::set_leak_warnings(false);
  import_numpy();
  module.attr("__version__") = beras::version();
  bind_errors(module);
  const auto room = [&](const char* name, void (*bind)(nb::module_&)) {
    nb::module_ submodule = module.def_submodule(name);
    bind(submodule);
  };
  room("tensor", bind_tensor);
  room("core", bind_core);
  room("data", bind_data);
  room("callbacks", bind_callbacks);
}
