// Functional models: their graphs, and pictures of these.
#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/inspect/plot_model.h>
#include <beras/layers/input.h>
#include <beras/models/remade_calls_internal.h>
#include <beras/models/sequential.h>

#include "bindings/conversions.h"
#include "bindings/module.h"
#include "bindings/shell.h"
#include "bindings/structures.h"

namespace beras::python {
namespace {

using namespace nb::literals;

const Graph& graph_of(const Model& model) {
  if (const Graph* graph = model.graph()) return *graph;
  throw ValueError(model.title(), "a model of symbolic tensors, or a Sequential that is built",
                   "another one");
}

/// The Python objects of the layers of a graph, in its order; what is the engine's alone has none.
nb::list layers_of(const Model& model) {
  nb::list layers;
  for (const auto& owner : graph_of(model).owners()) {
    if (const auto* shell = dynamic_cast<const Shell*>(owner.get())) layers.append(shell->shell());
  }
  return layers;
}

/// The inputs and outputs of a graph of the same calls, of other layers in the places of these.
std::pair<Tensors, Tensors> remade_for(const Shared<Model>& model,
                                       const std::vector<Shared<layers::Layer>>& originals,
                                       const std::vector<Shared<layers::Layer>>& others) {
  const auto other_of = [&](const Diffable& owner) -> std::shared_ptr<layers::Layer> {
    for (std::size_t i = 0; i < originals.size(); ++i)
      if (originals[i].pointer.get() == &owner) return others[i].pointer;
    return nullptr;
  };
  const Graph& graph = graph_of(*model.pointer);
  Tensors inputs;
  for (const Tensor& input : graph.inputs()) {
    inputs.push_back(layers::input_of(std::dynamic_pointer_cast<const layers::InputLayer>(
        other_of(*input.symbol()->call->owner))));
  }
  Tensors outputs = remade(graph, inputs, [&](const auto& owner) {
    const auto other = other_of(*owner);
    return other ? std::shared_ptr<const Diffable>(other) : owner;
  });
  return {std::move(inputs), std::move(outputs)};
}

}  // namespace

void bind_functional(nb::module_& m) {
  auto bound = nb::borrow<nb::class_<Model, layers::Layer>>(nb::type<Model>());
  bound.def("graph_layers", layers_of)
      .def("graph_inputs", [](const Model& self) { return graph_of(self).inputs(); })
      .def("graph_outputs", [](const Model& self) { return graph_of(self).outputs(); })
      .def("symbolic_input", &Model::graph_inputs, Unlocked())
      .def("symbolic_output", &Model::graph_outputs, Unlocked())
      .def(
          "apply_to",
          [](const Model& self, const Structure& inputs, std::optional<bool> training) {
            return self.apply_to(inputs, {.training = training});
          },
          "inputs"_a, "training"_a = nb::none(), Unlocked());
  m.def("remade", remade_for, "model"_a, "originals"_a, "others"_a, Unlocked());
  nb::class_<PlotOptions>(m, "PlotOptions")
      .def(
          "__init__",
          [](PlotOptions* self, bool show_shapes, bool show_dtype, bool show_layer_names,
             const std::string& rankdir, bool expand_nested, bool show_layer_activations,
             bool show_trainable) {
            new (self) PlotOptions{show_shapes,   show_dtype,    show_layer_names,
                                   rankdir,       expand_nested, show_layer_activations,
                                   show_trainable};
          },
          "show_shapes"_a, "show_dtype"_a, "show_layer_names"_a, "rankdir"_a, "expand_nested"_a,
          "show_layer_activations"_a, "show_trainable"_a);
  m.def(
      "model_to_dot",
      [](const Shared<Model>& model, const PlotOptions& options) {
        return model_to_dot(*model.pointer, options);
      },
      "model"_a, "options"_a, Unlocked());
  m.def(
      "plot_model",
      [](const Shared<Model>& model, const std::string& path, const PlotOptions& options) {
        plot_model(*model.pointer, path, options);
      },
      "model"_a, "path"_a, "options"_a, Unlocked());
}

}  // namespace beras::python
