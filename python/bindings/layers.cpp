#include <beras/layers/all.h>
#include <beras/layers/input_config_internal.h>
#include <beras/layers/input_layer.h>

#include "bindings/docstrings.h"
#include "bindings/layer_trampoline.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace layers;

template <typename Class>
using BoundLayer = nb::class_<LayerTrampoline<Class>, Layer>;

LayerShell& shell_of(const Layer& layer) {
  return const_cast<LayerShell&>(dynamic_cast<const LayerShell&>(layer));
}

void bind_layer(nb::module_& m) {
  nb::class_<Layer, Diffable>(m, "Layer")
      .def(
          "build", [](Layer& self, const Shape& shape) { self.build(shape); }, "input_shape"_a,
          Unlocked())
      .def(
          "plain_build",
          [](Layer& self, const Shape& input_shape) { shell_of(self).plain_build(input_shape); },
          "input_shape"_a, Unlocked())
      .def("contents",
           [](const Layer& self) {
             const LayerShell::Contents contents = shell_of(self).contents();
             return std::tuple(remembered(contents.weights), contents.of_engine,
                               contents.input_shape, contents.path);
           })
      .def(
          "restore",
          [](Layer& self, const Tensors& weights,
             const decltype(LayerShell::Contents::of_engine)& of_engine,
             const std::optional<Shape>& input_shape, const std::string& path) {
            shell_of(self).restore({weights, of_engine, input_shape, path});
          },
          "weights"_a, "of_engine"_a.none(), "input_shape"_a.none(), "path"_a, Unlocked())
      .def("built", &Layer::built)
      .def("name", &Layer::name, Unlocked())
      .def("dtype", &Layer::dtype)
      .def("compute_dtype", &Layer::compute_dtype)
      .def("dtype_policy", [](const Layer& self) { return self.dtype_policy().name(); })
      .def(
          "set_autocast", [](Layer& self, bool value) { self.autocast(value); }, "value"_a)
      .def("input_shape", &Layer::input_shape)
      .def("output_shape", &Layer::output_shape, Unlocked())
      .def(
          "compute_output_shape",
          [](const Layer& self, const Shape& input_shape) {
            return shell_of(self).plain_compute_output_shape(input_shape);
          },
          "input_shape"_a, Unlocked())
      .def("symbolic_input", &Layer::input, Unlocked())
      .def("symbolic_output", &Layer::output, Unlocked())
      .def("path", [](const Layer& self) { return self.path(); })
      .def("supports_masking", [](const Layer& self) { return self.supports_masking(); })
      .def("set_supports_masking", [](Layer& self, bool value) { self.supports_masking(value); })
      .def("hold",
           [](Layer& self, const std::vector<Shared<metrics::Metric>>& metrics,
              const std::vector<nb::object>& seed_generators) {
             std::vector<std::shared_ptr<metrics::Metric>> held;
             for (const auto& metric : metrics) held.push_back(metric.pointer);
             std::vector<std::shared_ptr<SeedGenerator>> generators;
             for (const nb::object& generator : seed_generators)
               generators.push_back(nb::cast<std::shared_ptr<SeedGenerator>>(generator));
             shell_of(self).hold(std::move(held), std::move(generators));
           })
      .def("variables", [](const Layer& self) { return remembered(self.variables()); })
      .def("losses", &Layer::losses, Unlocked())
      .def("add_loss", &Layer::add_loss, "value"_a, Unlocked())
      .def(
          "set_activity_regularizer",
          [](Layer& self, Given<regularizers::AnyRegularizer> value) {
            self.activity_regularizer(Chosen<regularizers::AnyRegularizer>::from(value.object));
          },
          "value"_a.none())
      .def("count_params", &Layer::count_params, Unlocked())
      .def("set_weights", &Layer::set_weights, "weights"_a, Unlocked())
      .def(
          "add_weight",
          [](Layer& self, const std::string& name, const Shape& shape,
             Given<initializers::AnyInitializer> initializer, DType dtype, bool trainable) {
            const auto made_by = Chosen<initializers::AnyInitializer>::from(initializer.object);
            const Released unlocked;
            return dynamic_cast<DiffableShell&>(self).new_weight(
                name, shape, made_by, {.dtype = dtype, .trainable = trainable});
          },
          "name"_a, "shape"_a, "initializer"_a, "dtype"_a, "trainable"_a)
      .def("adopt_variable", [](Layer& self, const std::string& name, const Tensor& variable) {
        dynamic_cast<DiffableShell&>(self).new_weight(
            name, variable.shape(), Adopted{variable},
            {.dtype = variable.dtype(), .trainable = variable.trainable()});
      });
  BoundLayer<Layer> python(m, "PythonLayer");
  define_init(python, "Layer", FIELD(LayerOptions, name), FIELD(LayerOptions, dtype));
}

}  // namespace

void bind_layers(nb::module_& m) {
  bind_layer(m);
  bind_all<BoundLayer>(m, "layers", layers::All());
  BoundLayer<InputLayer> input(m, "InputLayer", doc("beras::layers::InputLayer"));
  define_init(input, "InputLayer", argument<Shape>("shape"), FIELD(InputOptions, batch_size),
              FIELD(InputOptions, dtype), FIELD(InputOptions, name));
  input.def_prop_ro("batch_shape", &InputLayer::batch_shape);
  input.def("get_config", [](const LayerTrampoline<InputLayer>& self) {
    return to_python(config_of_input(self));
  });
}

}  // namespace beras::python
