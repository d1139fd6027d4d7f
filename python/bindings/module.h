// What each file of bindings adds to the module.
#pragma once

#include <nanobind/nanobind.h>

#include "bindings/casters.h"

namespace beras::python {

void bind_errors(nb::module_& m);
void bind_tensor(nb::module_& m);
void bind_functional(nb::module_& m);
void bind_keras_tensor(nb::module_& m);
void bind_operators(nb::module_& m);
void bind_config(nb::module_& m);
void bind_core(nb::module_& m);
void bind_initializers(nb::module_& m);
void bind_regularizers(nb::module_& m);
void bind_constraints(nb::module_& m);
void bind_losses(nb::module_& m);
void bind_metrics(nb::module_& m);
void bind_optimizers(nb::module_& m);
void bind_layers(nb::module_& m);
void bind_data(nb::module_& m);
void bind_callbacks(nb::module_& m);
void bind_model_options(nb::module_& m);
void bind_models(nb::module_& m);
void bind_profiler(nb::module_& m);

// beras::ops, a family each.
void bind_create(nb::module_& m);
void bind_unary(nb::module_& m);
void bind_binary(nb::module_& m);
void bind_reduce(nb::module_& m);
void bind_shape(nb::module_& m);
void bind_indexing(nb::module_& m);
void bind_linalg(nb::module_& m);
void bind_nn(nb::module_& m);

void bind_random(nb::module_& m);
void bind_activations(nb::module_& m);

/// To be called when all others have been: lets functions say in our words why they refuse a call.
void bind_refusals(nb::module_& m);

}  // namespace beras::python
