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

PlotOptions plot_options(bool show_shapes, bool show_dtype, bool show_layer_names,
                         const std::string& rankdir, bool show_layer_activations,
                         bool show_trainable) {
  return {show_shapes,   show_dtype, show_layer_names, rankdir, show_layer_activations,
          show_trainable};
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
  auto model = nb::borrow<nb::class_<Model, layers::Layer>>(nb::type<Model>());
  model.def("graph_layers", layers_of)
      .def("graph_inputs", [](const Model& self) { return graph_of(self).inputs(); })
      .def("graph_outputs", [](const Model& self) { return graph_of(self).outputs(); })
      .def("symbolic_input", &Model::graph_inputs, Unlocked())
      .def("symbolic_output", &Model::graph_outputs, Unlocked())
      .def(
          "apply_to",
          [](const Model& self, const Structure& inputs, std::optional<bool> training) {
            return self.apply_to(inputs, {.training = training});
          },
          "inputs"_a, "training"_a.none(), Unlocked());
  m.def("remade", remade_for, "model"_a, "originals"_a, "others"_a, Unlocked());
  m.def("model_to_dot",
        [](const Shared<Model>& drawn, bool show_shapes, bool show_dtype, bool show_layer_names,
           const std::string& rankdir, bool show_layer_activations, bool show_trainable) {
          const Released unlocked;
          return model_to_dot(*drawn.pointer,
                              plot_options(show_shapes, show_dtype, show_layer_names, rankdir,
                                           show_layer_activations, show_trainable));
        });
  m.def("plot_model", [](const Shared<Model>& drawn, const std::string& path, bool show_shapes,
                         bool show_dtype, bool show_layer_names, const std::string& rankdir,
                         bool show_layer_activations, bool show_trainable) {
    const Released unlocked;
    plot_model(*drawn.pointer, path,
               plot_options(show_shapes, show_dtype, show_layer_names, rankdir,
                            show_layer_activations, show_trainable));
  });
}

}  // namespace beras::python
