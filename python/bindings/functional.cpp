// Functional models: their graphs, and pictures of these.
#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/inspect/plot_model.h>
#include <beras/layers/input.h>
#include <beras/models/graph_config_internal.h>
#include <beras/models/remade_calls_internal.h>
#include <beras/models/sequential.h>
#include <beras/ops/operations_internal.h>

#include "bindings/configurations.h"
#include "bindings/conversions.h"
#include "bindings/function.h"
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

/// Calls of a model as configurations have them; of its layers the names and the calls alone.
nb::object graph_config_of(const Model& model) {
  return to_python(graph_config(graph_of(model), model.graph_inputs(), model.graph_outputs(),
                                [](const Diffable&) { return Config(Config::Map()); }));
}

/// The Python objects of the parts of a graph, in its order; None for operations.
nb::list parts_of(const Model& model) {
  nb::list parts;
  for (const auto& owner : graph_of(model).owners()) {
    const auto* shell = dynamic_cast<const Shell*>(owner.get());
    parts.append(shell ? shell->shell() : nb::none());
  }
  return parts;
}

/// What Python has of an argument of a call that was written.
nb::object with_symbols(const Config& config, const FindSymbol& find) {
  if (const Config* history = history_in(config))
    return nb::cast(find(KerasHistory::read(*history)));
  if (const auto* list = config.get_if<Config::List>()) {
    nb::list items;
    for (const Config& item : *list) items.append(with_symbols(item, find));
    return items;
  }
  const auto* map = config.get_if<Config::Map>();
  if (!map) return to_python(config);
  nb::dict entries;
  for (const auto& [key, value] : *map) entries[nb::cast(key)] = with_symbols(value, find);
  return entries;
}

/// A part that Python makes: `made` is what calls it, or None, the tensor that it gives without
/// that, or None, and whether it is a functional model.
GraphPart part_from(const nb::tuple& made) {
  GraphPart part;
  if (!made[1].is_none()) part.input = nb::cast<Tensor>(made[1]);
  part.is_functional = nb::cast<bool>(made[2]);
  part.call = [function = Function(made[0])](const Config& node, const FindSymbol& find) {
    const Lock lock;
    const Config* args = node.find("args");
    const Config* kwargs = node.find("kwargs");
    if (!args || !kwargs)
      throw ValueError("Functional", "args and kwargs of a call", to_string(node));
    return tensors_from(
        function.call<nb::object>(with_symbols(*args, find), with_symbols(*kwargs, find)));
  };
  return part;
}

/// The ends of a graph that is written; `make(name)` makes the parts that are not the engine's.
std::pair<Structure, Structure> graph_from_python(nb::handle config, const nb::object& make) {
  return graph_from(config_from(config), [&](const Config& entry) {
    if (ops::is_known_operation(entry)) {
      return GraphPart{
          .call = [note = operation_part(entry).call](const Config& node, const FindSymbol& find) {
            const Released unlocked;
            return note(node, find);
          }};
    }
    const Config* name = entry.find("name");
    return part_from(nb::cast<nb::tuple>(make(to_python(name ? *name : Config()))));
  });
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
  m.def("graph_config", [](const Shared<Model>& model) { return graph_config_of(*model.pointer); });
  m.def("graph_parts", [](const Shared<Model>& model) { return parts_of(*model.pointer); });
  m.def("graph_from", graph_from_python, "config"_a, "make"_a);
  m.def("is_operation", [](nb::handle entry) { return ops::is_operation(config_from(entry)); });
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
