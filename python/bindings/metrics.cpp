#include <beras/metrics/all.h>

#include "bindings/metric_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace metrics;

template <typename Class>
using BoundMetric = nb::class_<MetricTrampoline<Class>, Metric>;

/// None for a metric that the engine made itself: the mean loss of a model.
MetricShell* shell_of(Metric& metric) { return dynamic_cast<MetricShell*>(&metric); }

}  // namespace

void bind_metrics(nb::module_& m) {
  nb::class_<Metric>(m, "Metric")
      .def("attach", &attach_to<Metric>)
      .def("name", [](const Metric& self) { return self.name(); })
      .def("set_name", [](Metric& self, const std::string& name) { self.name(name); })
      .def("variables",
           [](Metric& self) {
             const MetricShell* shell = shell_of(self);
             return shell ? shell->plain_variables() : self.variables();
           })
      .def(
          "update_state",
          [](Metric& self, const Tensor& y_true, std::optional<Tensor> y_pred,
             std::optional<Tensor> sample_weight) {
            const Tensor prediction = y_pred.value_or(Tensor());
            const Tensor weight = sample_weight.value_or(Tensor());
            MetricShell* shell = shell_of(self);
            if (shell) return shell->plain_update_state(y_true, prediction, weight);
            self.update_state(y_true, prediction, weight);
          },
          "y_true"_a, "y_pred"_a = nb::none(), "sample_weight"_a = nb::none(), Unlocked())
      .def(
          "result",
          [](Metric& self) {
            const MetricShell* shell = shell_of(self);
            return shell ? shell->plain_result() : self.result();
          },
          Unlocked())
      .def(
          "reset_state",
          [](Metric& self) {
            MetricShell* shell = shell_of(self);
            shell ? shell->plain_reset_state() : self.reset_state();
          },
          Unlocked());
  BoundMetric<Metric> python(m, "PythonMetric");
  define_init(python, "Metric", argument<std::string>("name"));
  bind_all<BoundMetric>(m, "metrics", metrics::All());

  const Room def(m, "beras::metrics");
  const auto y_true = "y_true"_a, y_pred = "y_pred"_a;
  def("accuracy", &accuracy, y_true, y_pred);
  def("binary_accuracy", &binary_accuracy, y_true, y_pred, "threshold"_a = 0.5);
  def("categorical_accuracy", &categorical_accuracy, y_true, y_pred);
  def("sparse_categorical_accuracy", &sparse_categorical_accuracy, y_true, y_pred);
}

}  // namespace beras::python
