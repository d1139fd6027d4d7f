// The extension module: each room of the library is a submodule.
#include "bindings/module.h"

#include <beras/base/snake_case.h>
#include <beras/base/version.h>

NB_MODULE(_engine, module) {
  using namespace beras::python;
  // What lives to the end of a program that failed is no leak.
  nb::set_leak_warnings(false);
  import_numpy();
  module.attr("__version__") = beras::version();
  module.def("snake_case", &beras::snake_case);
  bind_errors(module);
  const auto room = [&](const char* name, void (*bind)(nb::module_&)) {
    nb::module_ submodule = module.def_submodule(name);
    bind(submodule);
  };
  room("tensor", bind_tensor);
  room("tensor", bind_keras_tensor);
  room("operators", bind_operators);
  room("config", bind_config);
  room("core", bind_core);
  room("initializers", bind_initializers);
  room("regularizers", bind_regularizers);
  room("constraints", bind_constraints);
  room("losses", bind_losses);
  room("metrics", bind_metrics);
  room("optimizers", bind_optimizers);
  room("layers", bind_layers);
  room("data", bind_data);
  room("callbacks", bind_callbacks);
  room("models", bind_model_options);
  room("models", bind_models);
  room("models", bind_functional);
  room("profiler", bind_profiler);
  for (const auto bind : {bind_create, bind_unary, bind_binary, bind_reduce, bind_shape,
                          bind_indexing, bind_linalg, bind_nn}) {
    room("ops", bind);
  }
  room("random", bind_random);
  room("activations", bind_activations);
  bind_refusals(module);  // of all that stands there now
}
