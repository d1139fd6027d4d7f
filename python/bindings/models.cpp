// Models: compile, fit, evaluate, predict.
#include <beras/models/per_sample_gradients.h>
#include <beras/models/sequential.h>

#include "bindings/choices.h"
#include "bindings/docstrings.h"
#include "bindings/layer_trampoline.h"
#include "bindings/logs.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/structures.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// The numbers that a step of a user returned.
Logs logs_from(nb::handle values, const char* step) {
  Logs logs;
  for (const auto& [name, value] : returned<nb::dict>(values, step))
    logs.insert_or_assign(returned<std::string>(name, step), returned<Tensor>(value, step));
  return logs;
}

/// x alone, (x, y) or (x, y, sample_weight), as Keras hands a batch to train_step: x in a tuple of
/// one where it is several tensors.
nb::object data_of(const Batch& batch) {
  if (!batch.y.defined()) return batch.x.is_tensor() ? nb::cast(batch.x) : nb::make_tuple(batch.x);
  return batch.sample_weight.defined() ? nb::make_tuple(batch.x, batch.y, batch.sample_weight)
                                       : nb::make_tuple(batch.x, batch.y);
}

/// What bindings ask of a model past everything that its Python class overrides.
class ModelShell {
 public:
  virtual ~ModelShell() = default;
  virtual Logs plain_train_step(const Batch& batch) = 0;
  virtual Logs plain_test_step(const Batch& batch) = 0;
  virtual Structure plain_predict_step(const Structure& x) const = 0;
  virtual Tensor plain_compute_loss(const Batch& batch, const Structure& y_pred) = 0;
  virtual std::vector<std::shared_ptr<metrics::Metric>> plain_metrics() const = 0;
};

template <typename Base>
class ModelTrampoline : public LayerTrampoline<Base>, public ModelShell {
 public:
  using LayerTrampoline<Base>::LayerTrampoline;

  Logs train_step(const Batch& batch) override {
    if (!this->overrides(Hook::train_step)) return Base::train_step(batch);
    const Lock lock;
    return logs_from(this->ask("train_step", data_of(batch)), "train_step");
  }
  Logs test_step(const Batch& batch) override {
    if (!this->overrides(Hook::test_step)) return Base::test_step(batch);
    const Lock lock;
    return logs_from(this->ask("test_step", data_of(batch)), "test_step");
  }
  Structure predict_step(const Structure& x) const override {
    if (!this->overrides(Hook::predict_step)) return Base::predict_step(x);
    const Lock lock;
    return returned<Structure>(this->ask("predict_step", nb::make_tuple(x)), "predict_step");
  }
  // What `call` takes and gives has its structure in Python.
  Structure apply_to(const Structure& x, const CallOptions& options) const override {
    if (!this->overrides(Hook::call)) return Base::apply_to(x, options);
    const Lock lock;
    const nb::object outputs = options.training
                                   ? this->shell()(x, nb::arg("training") = *options.training)
                                   : this->shell()(x);
    return returned<Structure>(outputs, this->label());
  }
  Tensor compute_loss(const Batch& batch, const Structure& y_pred) override {
    if (!this->overrides(Hook::compute_loss)) return Base::compute_loss(batch, y_pred);
    const Lock lock;
    return returned<Tensor>(
        this->ask("compute_loss", batch.x, batch.y, y_pred, batch.sample_weight), "compute_loss");
  }
  std::vector<std::shared_ptr<metrics::Metric>> metrics() const override {
    if (!this->overrides(Hook::metrics)) return Base::metrics();
    const Lock lock;
    std::vector<std::shared_ptr<metrics::Metric>> metrics;
    for (const nb::handle metric : this->shell().attr("metrics"))
      metrics.push_back(
          cast_or_refuse<Shared<metrics::Metric>>(metric, "Model", "metrics").pointer);
    return metrics;
  }

  Logs plain_train_step(const Batch& batch) final { return Base::train_step(batch); }
  Logs plain_test_step(const Batch& batch) final { return Base::test_step(batch); }
  Structure plain_predict_step(const Structure& x) const final { return Base::predict_step(x); }
  Tensor plain_compute_loss(const Batch& batch, const Structure& y_pred) final {
    return Base::compute_loss(batch, y_pred);
  }
  std::vector<std::shared_ptr<metrics::Metric>> plain_metrics() const final {
    return Base::metrics();
  }
};

template <typename T>
T one_from(nb::handle value) {
  return Chosen<T>::from(value);
}
template <>
double one_from<double>(nb::handle value) {
  double number = 0;
  const bool is_text_or_truth =
      PyUnicode_Check(value.ptr()) || PyBool_Check(value.ptr()) || nb::hasattr(value, "__len__");
  if (!is_text_or_truth && nb::try_cast(value, number)) return number;
  throw ValueError("compile", "loss_weights: numbers", described(value));
}

/// What compile was told: for all outputs, in a list, or in a dict that is no configuration.
template <typename T>
ByOutput<T> by_output(nb::handle value) {
  if (value.is_none()) return {};
  if (PyDict_Check(value.ptr()) && PyDict_GetItemString(value.ptr(), "class_name") == nullptr) {
    std::vector<typename ByOutput<T>::Entry> entries;
    for (const auto& [name, item] : nb::borrow<nb::dict>(value))
      entries.emplace_back(cast_or_refuse<std::string>(name, "compile", "the name of an output"),
                           by_output<T>(item));
    return ByOutput<T>::map(std::move(entries));
  }
  if (!PyList_Check(value.ptr()) && !PyTuple_Check(value.ptr())) return one_from<T>(value);
  std::vector<ByOutput<T>> items;
  for (const nb::handle item : value) items.push_back(by_output<T>(item));
  return ByOutput<T>::list(std::move(items));
}

/// The Python object that a metric was made as; an engine object for the engine's own.
nb::object metric_to_python(const std::shared_ptr<metrics::Metric>& metric) {
  const auto* shell = dynamic_cast<const Shell*>(metric.get());
  return shell ? shell->shell() : nb::cast(metric);
}

ModelShell& model_shell(Model& model) { return dynamic_cast<ModelShell&>(model); }

}  // namespace

#define NAME_AND_DTYPE(options) FIELD(options, name), FIELD(options, dtype)

void bind_models(nb::module_& m) {
  nb::class_<MemoryUse>(m, "MemoryUse", doc("beras::MemoryUse"))
      .def_ro("weights", &MemoryUse::weights)
      .def_ro("activations", &MemoryUse::activations)
      .def_ro("gradients", &MemoryUse::gradients)
      .def_ro("optimizer", &MemoryUse::optimizer)
      .def_ro("workspace", &MemoryUse::workspace)
      .def_prop_ro("total", &MemoryUse::total);
  nb::class_<MemoryPlan> plan(m, "MemoryPlan", doc("beras::MemoryPlan"));
  nb::class_<MemoryPlan::Row>(plan, "Row")
      .def_ro("name", &MemoryPlan::Row::name)
      .def_ro("use", &MemoryPlan::Row::use);
  plan.def_ro("batch_size", &MemoryPlan::batch_size)
      .def_ro("rows", &MemoryPlan::rows)
      .def_prop_ro("use", &MemoryPlan::use)
      .def_prop_ro("peak", &MemoryPlan::peak)
      .def("__str__", [](const MemoryPlan& self) { return to_string(self); });
  nb::class_<Model, layers::Layer>(m, "EngineModel")
      .def(
          "compile",
          [](Model& self, nb::handle optimizer, nb::handle loss, nb::handle loss_weights,
             nb::handle metrics, nb::handle weighted_metrics) {
            self.compile({.optimizer = Chosen<optimizers::AnyOptimizer>::from(optimizer),
                          .loss = by_output<losses::AnyLoss>(loss),
                          .loss_weights = by_output<double>(loss_weights),
                          .metrics = by_output<metrics::AnyMetric>(metrics),
                          .weighted_metrics = by_output<metrics::AnyMetric>(weighted_metrics),
                          // Python holds the optimizer that scales it.
                          .auto_scale_loss = false});
          },
          "optimizer"_a, "loss"_a.none(), "loss_weights"_a.none(), "metrics"_a.none(),
          "weighted_metrics"_a.none())
      .def("compiled", &Model::compiled)
      .def(
          "fit",
          [](Model& self, const Structure& x, const Structure& y, const FitOptions& options) {
            self.fit(x, y, options);
          },
          "x"_a, "y"_a.none(), "options"_a, Unlocked())
      .def(
          "fit_batches",
          [](Model& self, const Dataset& batches, const FitOptions& options) {
            self.fit(batches, options);
          },
          Unlocked())
      .def("evaluate",
           nb::overload_cast<const Structure&, const Structure&, const EvaluateOptions&>(
               &Model::evaluate),
           "x"_a, "y"_a.none(), "options"_a, Unlocked())
      .def("evaluate_batches",
           nb::overload_cast<const Dataset&, const EvaluateOptions&>(&Model::evaluate), Unlocked())
      .def(
          "predict",
          [](const Model& self, const Structure& x, const PredictOptions& options) {
            return self.predict(x, options);
          },
          "x"_a, "options"_a, Unlocked())
      .def(
          "predict_batches",
          [](const Model& self, const Dataset& batches, const PredictOptions& options) {
            return self.predict(batches, options);
          },
          Unlocked())
      .def("train_on_batch", &Model::train_on_batch, "x"_a, "y"_a.none(), "sample_weight"_a.none(),
           "class_weight"_a, Unlocked())
      .def("test_on_batch", &Model::test_on_batch, "x"_a, "y"_a.none(), "sample_weight"_a.none(),
           Unlocked())
      .def("predict_on_batch", &Model::predict_on_batch, "x"_a, Unlocked())
      .def(
          "train_step",
          [](Model& self, const Structure& x, const Structure& y, const Structure& weight) {
            return model_shell(self).plain_train_step({x, y, weight});
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), Unlocked())
      .def(
          "test_step",
          [](Model& self, const Structure& x, const Structure& y, const Structure& weight) {
            return model_shell(self).plain_test_step({x, y, weight});
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), Unlocked())
      .def(
          "predict_step",
          [](Model& self, const Structure& x) { return model_shell(self).plain_predict_step(x); },
          "x"_a, Unlocked())
      .def(
          "compute_loss",
          [](Model& self, const Structure& x, const Structure& y, const Structure& y_pred,
             const Structure& weight) {
            return model_shell(self).plain_compute_loss({x, y, weight}, y_pred);
          },
          "x"_a.none(), "y"_a.none(), "y_pred"_a, "sample_weight"_a.none(), Unlocked())
      .def("metrics",
           [](Model& self) {
             nb::list metrics;
             for (const auto& metric : model_shell(self).plain_metrics())
               metrics.append(metric_to_python(metric));
             return metrics;
           })
      .def("layers",
           [](const Model& self) {
             nb::list layers;
             for (const auto& layer : self.layers())
               layers.append(dynamic_cast<const Shell&>(*layer).shell());
             return layers;
           })
      .def(
          "get_layer",
          [](const Model& self, const std::string& name) {
            return dynamic_cast<const Shell&>(self.get_layer(name)).shell();
          },
          "name"_a)
      .def("metrics_names", &Model::metrics_names)
      .def("reset_metrics", &Model::reset_metrics, Unlocked())
      .def_rw("stop_training", &Model::stop_training)
      .def(
          "summary",
          [](const Model& self, std::optional<std::size_t> line_length,
             std::optional<std::vector<double>> positions, bool expand_nested, bool show_trainable,
             std::optional<std::pair<std::string, std::string>> layer_range) {
            return self.summary({.line_length = line_length,
                                 .positions = std::move(positions).value_or(std::vector<double>()),
                                 .expand_nested = expand_nested,
                                 .show_trainable = show_trainable,
                                 .layer_range = std::move(layer_range)});
          },
          "line_length"_a.none(), "positions"_a.none(), "expand_nested"_a, "show_trainable"_a,
          "layer_range"_a.none(), Unlocked())
      .def("plan", nb::overload_cast<std::int64_t>(&Model::plan), "batch_size"_a, Unlocked())
      .def(
          "plan_samples",
          [](Model& self, const Structure& x, const Structure& y) { return self.plan(x, y); },
          "x"_a, "y"_a.none(), Unlocked())
      .def("named_weights", &Model::named_weights, Unlocked())
      .def("save_weights", &Model::save_weights, "filepath"_a, Unlocked())
      .def("load_weights", &Model::load_weights, "filepath"_a, Unlocked());
  nb::class_<ModelTrampoline<Model>, Model> own(m, "PythonModel");
  define_init(own, "Model", NAME_AND_DTYPE(layers::LayerOptions));
  own.def(
      "__init__",
      [](ModelTrampoline<Model>* self, const Structure& inputs, const Structure& outputs,
         const std::optional<std::string>& name, Given<DTypePolicy> dtype) {
        layers::LayerOptions options{.name = name.value_or("")};
        if (!dtype.object.is_none())
          options.dtype = converted<DTypePolicy>(dtype.object, "Model", "dtype");
        const Released unlocked;
        new (self) ModelTrampoline<Model>(inputs, outputs, std::move(options));
      },
      "inputs"_a, "outputs"_a, "name"_a.none(), "dtype"_a.none());
  nb::class_<ModelTrampoline<Sequential>, Model> sequential(m, "Sequential");
  define_init(sequential, "Sequential", NAME_AND_DTYPE(layers::LayerOptions));
  sequential
      .def(
          "append",
          [](ModelTrampoline<Sequential>& self, const Shared<layers::Layer>& layer) {
            self.append(layer.pointer);
          },
          Unlocked())
      .def("pop", &Sequential::pop);
  m.def(
      "per_sample_gradients",
      [](const Shared<Diffable>& model, nb::handle loss, const Tensor& x, const Tensor& y,
         bool training) {
        const losses::AnyLoss chosen = Chosen<losses::AnyLoss>::from(loss);
        const nb::gil_scoped_release unlocked;
        return per_sample_gradients(*model.pointer, chosen, x, y, {.training = training});
      },
      "model"_a, "loss"_a, "x"_a, "y"_a, "training"_a);
}

}  // namespace beras::python
