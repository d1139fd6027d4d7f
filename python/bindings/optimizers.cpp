#include <beras/optimizers/all.h>
#include <beras/optimizers/schedules/all.h>

#include "bindings/module.h"
#include "bindings/optimizer_trampoline.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace optimizers;

template <typename Class>
using BoundOptimizer = nb::class_<OptimizerTrampoline<Class>, Optimizer>;
template <typename Class>
using BoundSchedule = nb::class_<Class, schedules::LearningRateSchedule>;

void bind_schedules(nb::module_ m) {
  nb::class_<schedules::LearningRateSchedule>(m, "LearningRateSchedule")
      .def("__call__", &schedules::LearningRateSchedule::operator(), "step"_a);
  bind_all<BoundSchedule>(m, "optimizers::schedules", schedules::All());
}

OptimizerShell& shell_of(Optimizer& optimizer) { return dynamic_cast<OptimizerShell&>(optimizer); }

}  // namespace

void bind_optimizers(nb::module_& m) {
  nb::class_<Optimizer>(m, "Optimizer")
      .def("attach", &attach_to<Optimizer>)
      .def(
          "apply",
          [](Optimizer& self, const nb::list& gradients, const Tensors& variables) {
            const Tensors each = tensors_from(gradients);
            const Released unlocked;
            self.apply(each, variables);
          },
          "gradients"_a, "variables"_a)
      .def("build", &Optimizer::build, "variables"_a, Unlocked())
      .def("scale_loss", &Optimizer::scale_loss, "loss"_a, Unlocked())
      .def("exclude_from_weight_decay", &Optimizer::exclude_from_weight_decay, "variables"_a,
           "names"_a)
      .def("finalize_variable_values", &Optimizer::finalize_variable_values, "variables"_a,
           Unlocked())
      .def(
          "update_step",
          [](Optimizer& self, const Tensor& gradient, const Tensor& variable,
             double learning_rate) {
            shell_of(self).plain_update_step(gradient, variable, learning_rate);
          },
          "gradient"_a, "variable"_a, "learning_rate"_a, Unlocked())
      .def("common_config", [](const Optimizer& self) { return to_python(self.common_config()); })
      .def("variables", [](const Optimizer& self) { return remembered(self.variables()); })
      .def("weights_with_state",
           [](Optimizer& self) { return remembered(shell_of(self).weights_with_state()); })
      .def(
          "get_learning_rate", [](const Optimizer& self) { return self.learning_rate(); },
          Unlocked())
      .def("set_learning_rate", [](Optimizer& self, Given<LearningRate> value) {
        self.learning_rate(Chosen<LearningRate>::from(value.object));
      });
  BoundOptimizer<Optimizer> python(m, "PythonOptimizer");
  std::apply(
      [&](const auto&... fields) {
        define_init(python, "Optimizer", FIELD(OptimizerOptions, learning_rate),
                    FIELD(OptimizerOptions, weight_decay), fields...);
      },
      base_fields<OptimizerOptions>());
  bind_all<BoundOptimizer>(m, "optimizers", optimizers::All());
  bind_schedules(m.def_submodule("schedules"));
}

}  // namespace beras::python
