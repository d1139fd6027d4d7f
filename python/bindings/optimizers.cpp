#include <beras/optimizers/optimizers.h>

#include "bindings/docstrings.h"
#include "bindings/module.h"
#include "bindings/optimizer_trampoline.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace optimizers;

/// Binds an optimizer under Keras's name.
template <typename Class, typename... Parameters>
void optimizer(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  nb::class_<OptimizerTrampoline<Class>, Optimizer> bound(m, name.c_str(),
                                                          doc("beras::optimizers::" + name));
  define_init(bound, name, parameters...);
}

OptimizerShell& shell_of(Optimizer& optimizer) { return dynamic_cast<OptimizerShell&>(optimizer); }

#define CLIPPING(options) \
  FIELD(options, clipnorm), FIELD(options, clipvalue), FIELD(options, global_clipnorm)
#define DECAY_AND_CLIPPING(options) FIELD(options, weight_decay), CLIPPING(options)

}  // namespace

void bind_optimizers(nb::module_& m) {
  nb::class_<Optimizer>(m, "Optimizer")
      .def("attach",
           [](Optimizer& self, nb::handle shell, const std::vector<std::string>& overridden) {
             shell_of(self).attach(shell, overridden);
           })
      .def("name", &Optimizer::name)
      .def(
          "apply",
          [](Optimizer& self, const nb::list& gradients, const Tensors& variables) {
            const Tensors each = tensors_from(gradients);
            const Released unlocked;
            self.apply(each, variables);
          },
          "gradients"_a, "variables"_a)
      .def("build", &Optimizer::build, "variables"_a, Unlocked())
      .def(
          "update_step",
          [](Optimizer& self, const Tensor& gradient, const Tensor& variable,
             double learning_rate) {
            shell_of(self).plain_update_step(gradient, variable, learning_rate);
          },
          "gradient"_a, "variable"_a, "learning_rate"_a, Unlocked())
      .def("variables", [](const Optimizer& self) { return remembered(self.variables()); })
      .def("weights_with_state",
           [](Optimizer& self) { return remembered(shell_of(self).weights_with_state()); })
      .def(
          "get_learning_rate", [](const Optimizer& self) { return self.learning_rate(); },
          Unlocked())
      .def("set_learning_rate", [](Optimizer& self, Given<LearningRate> value) {
        self.learning_rate(Chosen<LearningRate>::from(value.object));
      });
  optimizer<Optimizer>(m, "PythonOptimizer", argument<std::string>("name"),
                       FIELD(OptimizerOptions, learning_rate),
                       DECAY_AND_CLIPPING(OptimizerOptions));

  optimizer<Adam>(m, "Adam", FIELD(AdamOptions, learning_rate), FIELD(AdamOptions, beta_1),
                  FIELD(AdamOptions, beta_2), FIELD(AdamOptions, epsilon),
                  FIELD(AdamOptions, amsgrad), DECAY_AND_CLIPPING(AdamOptions));
  optimizer<AdamW>(m, "AdamW", FIELD(AdamWOptions, learning_rate),
                   FIELD(AdamWOptions, weight_decay), FIELD(AdamWOptions, beta_1),
                   FIELD(AdamWOptions, beta_2), FIELD(AdamWOptions, epsilon),
                   FIELD(AdamWOptions, amsgrad), CLIPPING(AdamWOptions));
  optimizer<RMSprop>(m, "RMSprop", FIELD(RMSpropOptions, learning_rate), FIELD(RMSpropOptions, rho),
                     FIELD(RMSpropOptions, momentum), FIELD(RMSpropOptions, epsilon),
                     FIELD(RMSpropOptions, centered), DECAY_AND_CLIPPING(RMSpropOptions));
  optimizer<SGD>(m, "SGD", FIELD(SGDOptions, learning_rate), FIELD(SGDOptions, momentum),
                 FIELD(SGDOptions, nesterov), DECAY_AND_CLIPPING(SGDOptions));
}

}  // namespace beras::python
