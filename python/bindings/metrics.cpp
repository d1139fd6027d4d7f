#include <beras/metrics/metrics.h>

#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"
#include "bindings/trampoline.h"

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

MetricShell& shell_of(const Metric& metric) {
  return const_cast<MetricShell&>(dynamic_cast<const MetricShell&>(metric));
}

}  // namespace

void bind_metrics(nb::module_& m) {
  nb::class_<Metric>(m, "Metric")
      .def("attach",
           [](Metric& self, nb::handle shell, const std::vector<std::string>& overridden) {
             shell_of(self).attach(shell, overridden);
           })
      .def("name", [](const Metric& self) { return self.name(); })
      .def("set_name", [](Metric& self, const std::string& name) { self.name(name); })
      .def("variables", [](const Metric& self) { return shell_of(self).plain_variables(); })
      .def(
          "update_state",
          [](Metric& self, const Tensor& y_true, std::optional<Tensor> y_pred,
             std::optional<Tensor> sample_weight) {
            shell_of(self).plain_update_state(y_true, y_pred.value_or(Tensor()),
                                              sample_weight.value_or(Tensor()));
          },
          "y_true"_a, "y_pred"_a = nb::none(), "sample_weight"_a = nb::none(), Unlocked())
      .def(
          "result", [](const Metric& self) { return shell_of(self).plain_result(); }, Unlocked())
      .def(
          "reset_state", [](Metric& self) { shell_of(self).plain_reset_state(); }, Unlocked());
  metric<Metric>(m, "PythonMetric", argument<std::string>("name"));

  const auto name = FIELD(MetricOptions, name);
  metric<Accuracy>(m, "Accuracy", name);
  metric<BinaryAccuracy>(m, "BinaryAccuracy", FIELD(BinaryAccuracyOptions, name),
                         FIELD(BinaryAccuracyOptions, threshold));
  metric<CategoricalAccuracy>(m, "CategoricalAccuracy", name);
  metric<Mean>(m, "Mean", name);
  metric<MeanSquaredError>(m, "MeanSquaredError", name);
  metric<SparseCategoricalAccuracy>(m, "SparseCategoricalAccuracy", name);

  const Room def(m, "beras::metrics");
  const auto y_true = "y_true"_a, y_pred = "y_pred"_a;
  def("accuracy", &accuracy, y_true, y_pred);
  def("binary_accuracy", &binary_accuracy, y_true, y_pred, "threshold"_a = 0.5);
  def("categorical_accuracy", &categorical_accuracy, y_true, y_pred);
  def("sparse_categorical_accuracy", &sparse_categorical_accuracy, y_true, y_pred);
}

}  // namespace beras::python
