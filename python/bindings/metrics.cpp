#include <beras/metrics/metrics.h>

#include "bindings/metric_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace metrics;

/// Binds a metric under Keras's name.
template <typename Class, typename... Parameters>
void metric(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  nb::class_<MetricTrampoline<Class>, Metric> bound(m, name.c_str(),
                                                    doc("beras::metrics::" + name));
  define_init(bound, name, parameters...);
}

/// None for a metric that the engine made itself: the mean loss of a model.
MetricShell* shell_of(Metric& metric) { return dynamic_cast<MetricShell*>(&metric); }

}  // namespace

void bind_metrics(nb::module_& m) {
  nb::class_<Metric>(m, "Metric")
      .def("attach",
           [](Metric& self, nb::handle shell, const std::vector<std::string>& overridden) {
             shell_of(self)->attach(shell, overridden);
           })
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
  metric<Metric>(m, "PythonMetric", argument<std::string>("name"));

  const auto name = FIELD(MetricOptions, name);
  const auto dtype = FIELD(MetricOptions, dtype);
  metric<Accuracy>(m, "Accuracy", name, dtype);
  metric<BinaryAccuracy>(m, "BinaryAccuracy", FIELD(BinaryAccuracyOptions, name),
                         FIELD(BinaryAccuracyOptions, dtype),
                         FIELD(BinaryAccuracyOptions, threshold));
  metric<CategoricalAccuracy>(m, "CategoricalAccuracy", name, dtype);
  metric<Mean>(m, "Mean", name, dtype);
  metric<metrics::MeanAbsoluteError>(m, "MeanAbsoluteError", name, dtype);
  metric<metrics::MeanSquaredError>(m, "MeanSquaredError", name, dtype);
  metric<SparseCategoricalAccuracy>(m, "SparseCategoricalAccuracy", name, dtype);

  const Room def(m, "beras::metrics");
  const auto y_true = "y_true"_a, y_pred = "y_pred"_a;
  def("accuracy", &accuracy, y_true, y_pred);
  def("binary_accuracy", &binary_accuracy, y_true, y_pred, "threshold"_a = 0.5);
  def("categorical_accuracy", &categorical_accuracy, y_true, y_pred);
  def("sparse_categorical_accuracy", &sparse_categorical_accuracy, y_true, y_pred);
}

}  // namespace beras::python
