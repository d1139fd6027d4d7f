// Models: compile, fit, evaluate, predict.
#include <beras/models/per_sample_gradients.h>
#include <beras/models/sequential.h>

#include "bindings/choices.h"
#include "bindings/docstrings.h"
#include "bindings/layer_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// The numbers that a step of a user returned.
Logs logs_from(nb::handle values, const char* step) {
  Logs logs;
  for (const auto& [name, value] : returned<nb::dict>(values, step))
    logs[returned<std::string>(name, step)] = returned<Tensor>(value, step).mean().item<double>();
  return logs;
}

/// x alone, (x, y) or (x, y, sample_weight), as Keras hands a batch to train_step.
nb::object data_of(const Batch& batch) {
  if (!batch.y.defined()) return nb::cast(batch.x);
  return batch.sample_weight.defined() ? nb::make_tuple(batch.x, batch.y, batch.sample_weight)
                                       : nb::make_tuple(batch.x, batch.y);
}

/// What bindings ask of a model past everything that its Python class overrides.
class ModelShell {
 public:
  virtual ~ModelShell() = default;
  virtual Logs plain_train_step(const Batch& batch) = 0;
  virtual Logs plain_test_step(const Batch& batch) = 0;
  virtual Tensor plain_predict_step(const Tensor& x) const = 0;
  virtual Tensor plain_compute_loss(const Batch& batch, const Tensor& y_pred) = 0;
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
  Tensor predict_step(const Tensor& x) const override {
    if (!this->overrides(Hook::predict_step)) return Base::predict_step(x);
    const Lock lock;
    return returned<Tensor>(this->ask("predict_step", nb::make_tuple(x)), "predict_step");
  }
  Tensor compute_loss(const Batch& batch, const Tensor& y_pred) override {
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
  Tensor plain_predict_step(const Tensor& x) const final { return Base::predict_step(x); }
  Tensor plain_compute_loss(const Batch& batch, const Tensor& y_pred) final {
    return Base::compute_loss(batch, y_pred);
  }
  std::vector<std::shared_ptr<metrics::Metric>> plain_metrics() const final {
    return Base::metrics();
  }
};

std::vector<metrics::AnyMetric> metrics_from(const nb::list& values) {
  std::vector<metrics::AnyMetric> metrics;
  for (const nb::handle value : values) metrics.push_back(Chosen<metrics::AnyMetric>::from(value));
  return metrics;
}

/// The Python object that a metric was made as; an engine object for the engine's own.
nb::object metric_to_python(const std::shared_ptr<metrics::Metric>& metric) {
  const auto* shell = dynamic_cast<const Shell*>(metric.get());
  return shell ? shell->shell() : nb::cast(metric);
}

ModelShell& model_shell(Model& model) { return dynamic_cast<ModelShell&>(model); }

/// None in Python is an undefined tensor in a batch.
Batch batch_of(const std::optional<Tensor>& x, const std::optional<Tensor>& y,
               const std::optional<Tensor>& sample_weight) {
  return {x.value_or(Tensor()), y.value_or(Tensor()), sample_weight.value_or(Tensor())};
}

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
          [](Model& self, nb::handle optimizer, nb::handle loss, double loss_weights,
             const nb::list& metrics, const nb::list& weighted_metrics) {
            self.compile(
                {.optimizer = Chosen<optimizers::AnyOptimizer>::from(optimizer),
                 .loss = loss.is_none() ? losses::AnyLoss() : Chosen<losses::AnyLoss>::from(loss),
                 .loss_weights = loss_weights,
                 .metrics = metrics_from(metrics),
                 .weighted_metrics = metrics_from(weighted_metrics),
                 .auto_scale_loss = false});  // Python holds the optimizer that scales it
          },
          "optimizer"_a, "loss"_a.none(), "loss_weights"_a, "metrics"_a, "weighted_metrics"_a)
      .def("compiled", &Model::compiled)
      .def(
          "fit",
          [](Model& self, const Tensor& x, const std::optional<Tensor>& y,
             const FitOptions& options) { self.fit(x, y.value_or(Tensor()), options); },
          "x"_a, "y"_a.none(), "options"_a, Unlocked())
      .def(
          "fit_batches",
          [](Model& self, const Dataset& batches, const FitOptions& options) {
            self.fit(batches, options);
          },
          Unlocked())
      .def(
          "evaluate",
          [](Model& self, const Tensor& x, const std::optional<Tensor>& y,
             const EvaluateOptions& options) {
            return self.evaluate(x, y.value_or(Tensor()), options);
          },
          "x"_a, "y"_a.none(), "options"_a, Unlocked())
      .def("evaluate_batches",
           nb::overload_cast<const Dataset&, const EvaluateOptions&>(&Model::evaluate), Unlocked())
      .def("predict",
           nb::overload_cast<const Tensor&, const PredictOptions&>(&Model::predict, nb::const_),
           "x"_a, "options"_a, Unlocked())
      .def("predict_batches",
           nb::overload_cast<const Dataset&, const PredictOptions&>(&Model::predict, nb::const_),
           Unlocked())
      .def(
          "train_on_batch",
          [](Model& self, const Tensor& x, std::optional<Tensor> y,
             std::optional<Tensor> sample_weight, const ClassWeights& class_weight) {
            return self.train_on_batch(x, y.value_or(Tensor()), sample_weight.value_or(Tensor()),
                                       class_weight);
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), "class_weight"_a, Unlocked())
      .def(
          "test_on_batch",
          [](Model& self, const Tensor& x, std::optional<Tensor> y,
             std::optional<Tensor> sample_weight) {
            return self.test_on_batch(x, y.value_or(Tensor()), sample_weight.value_or(Tensor()));
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), Unlocked())
      .def("predict_on_batch", &Model::predict_on_batch, "x"_a, Unlocked())
      .def(
          "train_step",
          [](Model& self, const Tensor& x, std::optional<Tensor> y, std::optional<Tensor> weight) {
            return model_shell(self).plain_train_step(batch_of(x, y, weight));
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), Unlocked())
      .def(
          "test_step",
          [](Model& self, const Tensor& x, std::optional<Tensor> y, std::optional<Tensor> weight) {
            return model_shell(self).plain_test_step(batch_of(x, y, weight));
          },
          "x"_a, "y"_a.none(), "sample_weight"_a.none(), Unlocked())
      .def(
          "predict_step",
          [](Model& self, const Tensor& x) { return model_shell(self).plain_predict_step(x); },
          "x"_a, Unlocked())
      .def(
          "compute_loss",
          [](Model& self, std::optional<Tensor> x, std::optional<Tensor> y, const Tensor& y_pred,
             std::optional<Tensor> weight) {
            return model_shell(self).plain_compute_loss(batch_of(x, y, weight), y_pred);
          },
          "x"_a.none(), "y"_a.none(), "y_pred"_a, "sample_weight"_a.none(), Unlocked())
      .def("metrics",
           [](Model& self) {
             nb::list metrics;
             for (const auto& metric : model_shell(self).plain_metrics())
               metrics.append(metric_to_python(metric));
             return metrics;
           })
      .def("metrics_names", &Model::metrics_names)
      .def("reset_metrics", &Model::reset_metrics, Unlocked())
      .def_rw("stop_training", &Model::stop_training)
      .def("summary", &Model::summary, Unlocked())
      .def("plan", nb::overload_cast<std::int64_t>(&Model::plan), "batch_size"_a, Unlocked())
      .def(
          "plan_samples",
          [](Model& self, const Tensor& x, const std::optional<Tensor>& y) {
            return self.plan(x, y.value_or(Tensor()));
          },
          "x"_a, "y"_a.none(), Unlocked())
      .def("named_weights", &Model::named_weights, Unlocked())
      .def("save_weights", &Model::save_weights, "filepath"_a, Unlocked())
      .def("load_weights", &Model::load_weights, "filepath"_a, Unlocked());
  nb::class_<ModelTrampoline<Model>, Model> own(m, "PythonModel");
  define_init(own, "Model", NAME_AND_DTYPE(layers::LayerOptions));
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
