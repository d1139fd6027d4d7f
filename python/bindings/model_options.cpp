// What fit, evaluate and predict are told.
#include <beras/models/options.h>
#include <nanobind/stl/variant.h>

#include "bindings/callbacks.h"
#include "bindings/function.h"
#include "bindings/module.h"
#include "bindings/structures.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// The options that every run has.
template <typename Options>
nb::class_<Options> bind_run(nb::module_& m, const char* name) {
  return nb::class_<Options>(m, name)
      .def(nb::init<>())
      .def_rw("batch_size", &Options::batch_size, nb::arg().none())
      .def_rw("verbose", &Options::verbose)
      .def("show_on",
           [](Options& self, nb::handle write, bool live) {
             self.output = {[function = Function(write)](std::string_view text) {
                              function.call<nb::object>(text);
                            },
                            live};
           })
      .def("call_back", [](Options& self, const std::vector<Shared<Callback>>& callbacks) {
        self.callbacks = {interrupt()};
        for (const Shared<Callback>& callback : callbacks)
          self.callbacks.push_back(callback.pointer);
      });
}

}  // namespace

void bind_model_options(nb::module_& m) {
  bind_run<FitOptions>(m, "FitOptions")
      .def_rw("epochs", &FitOptions::epochs)
      .def_rw("validation_split", &FitOptions::validation_split)
      .def_rw("validation_steps", &FitOptions::validation_steps)
      .def_rw("validation_batch_size", &FitOptions::validation_batch_size)
      .def_rw("validation_frequency", &FitOptions::validation_frequency)
      .def("mix",
           [](FitOptions& self, nb::handle shuffle) {
             if (PyUnicode_Check(shuffle.ptr()))
               self.shuffle = nb::cast<std::string>(shuffle).c_str();
             else
               self.shuffle = static_cast<bool>(nb::bool_(shuffle));
           })
      .def_rw("class_weight", &FitOptions::class_weight)
      .def_rw("sample_weight", &FitOptions::sample_weight)
      .def_rw("initial_epoch", &FitOptions::initial_epoch)
      .def_rw("steps_per_epoch", &FitOptions::steps_per_epoch)
      .def(
          "validate_with",
          [](FitOptions& self, const Structure& x, const Structure& y, const Structure& weight) {
            self.validation_data = Batch{x, y, weight};
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none())
      .def("validate_with_batches",
           [](FitOptions& self, const Dataset& batches) { self.validation_data = batches; });
  bind_run<EvaluateOptions>(m, "EvaluateOptions")
      .def_rw("sample_weight", &EvaluateOptions::sample_weight)
      .def_rw("steps", &EvaluateOptions::steps);
  bind_run<PredictOptions>(m, "PredictOptions").def_rw("steps", &PredictOptions::steps);
}

}  // namespace beras::python
