#include <beras/models/functional_config_internal.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/type_of_internal.h>
#include <beras/layers/input.h>
#include <beras/layers/registry.h>
#include <beras/models/graph_config_internal.h>
#include <beras/models/sequential.h>
#include <beras/ops/operations_internal.h>

namespace beras {
namespace {

Config config_of_functional(const void* object) {
  const auto& model = *static_cast<const Model*>(object);
  const Graph* graph = model.graph();
  if (!graph) {
    throw ValueError(model.label(), "a functional model, or one of a registered class",
                     "one of a class of its own. State its signature and call "
                     "register_serializable");
  }
  const auto describe = [](const Diffable& layer) {
    return dynamic_cast<const layers::Layer&>(layer).serialized();
  };
  Config config = Config::Map{{"name", model.name()}, {"trainable", !model.frozen()}};
  Config calls = graph_config(*graph, model.graph_inputs(), model.graph_outputs(), describe);
  for (const auto& [key, value] : *calls.get_if<Config::Map>()) config[key] = value;
  return config;
}

/// True for null, and lists and maps of nothing else: what Keras writes of masks that there are
/// not.
bool is_nothing(const Config& config) {
  const auto* list = config.get_if<Config::List>();
  if (list) return std::all_of(list->begin(), list->end(), is_nothing);
  const auto* map = config.get_if<Config::Map>();
  if (!map) return config.is_null();
  return std::all_of(map->begin(), map->end(),
                     [](const Config::Entry& entry) { return is_nothing(entry.second); });
}

/// The call of a layer of the engine, whose arguments are tensors.
class LayerCall {
 public:
  LayerCall(const layers::Layer& layer, const Config& node, const FindSymbol& find)
      : layer_(layer), find_(find) {
    const Config* args = node.find("args");
    const Config* kwargs = node.find("kwargs");
    if (!args || !args->get_if<Config::List>() || !kwargs || !kwargs->get_if<Config::Map>())
      throw ValueError(layer.title(), "args and kwargs of a call", to_string(node));
    for (const Config& value : *args->get_if<Config::List>())
      positional_.push_back(structure_of(value, "an argument"));
    for (const auto& [name, value] : *kwargs->get_if<Config::Map>()) take(name, value);
  }

  Tensors make() const {
    const auto* model = cast_if<Model>(layer_);
    if (model && positional_.size() == 1 && named_.empty())
      return model->apply_to(positional_[0], options_).flatten();
    Tensors tensors;
    for (const Structure& structure : positional_)
      for (const Tensor& tensor : structure.flatten()) tensors.push_back(tensor);
    if (named_.empty()) return layer_.apply(Arguments(std::move(tensors)), options_);
    std::vector<std::string> names = layer_.argument_names();
    if (tensors.size() > names.size())
      throw ValueError(layer_.title(), "at most " + std::to_string(names.size()) + " arguments",
                       std::to_string(tensors.size()));
    names.resize(tensors.size());
    for (const auto& [name, tensor] : named_) {
      names.push_back(name);
      tensors.push_back(tensor);
    }
    return layer_.apply(Arguments(std::move(tensors), std::move(names)), options_);
  }

 private:
  void take(const std::string& name, const Config& value) {
    if (is_nothing(value)) return;
    const ConfigPlace place{"Functional", name};
    if (name == "training") {
      // Keras writes false where nobody said anything, and trains such layers all the same.
      if (ConfigValue<bool>::read(value, place)) options_.training = true;
      return;
    }
    const auto known = layer_.argument_names();
    if (std::find(known.begin(), known.end(), name) != known.end())
      named_.emplace_back(name, tensor_from(value, find_, place));
    else if (name != "mask")  // masks that are passed on lie with the tensors
      throw ValueError(layer_.title(), "arguments that it takes", name + " = " + to_string(value));
  }

  Structure structure_of(const Config& value, std::string_view name) const {
    return structure_from(value, [&](const Config& item) -> std::optional<Tensor> {
      const bool is_map = item.get_if<Config::Map>() && !item.find("class_name");
      if (is_map || item.get_if<Config::List>()) return std::nullopt;
      return tensor_from(item, find_, {layer_.label(), name});
    });
  }

  const layers::Layer& layer_;
  const FindSymbol& find_;
  std::vector<Structure> positional_;
  std::vector<std::pair<std::string, Tensor>> named_;
  CallOptions options_;
};

GraphPart part_from(const Config& entry) {
  if (ops::is_operation(entry)) return operation_part(entry);
  const std::shared_ptr<layers::Layer> layer = layers::from_config(entry);
  GraphPart part;
  part.call = [layer](const Config& node, const FindSymbol& find) {
    return LayerCall(*layer, node, find).make();
  };
  if (const auto input = std::dynamic_pointer_cast<const layers::InputLayer>(layer))
    part.input = layers::input_of(input);
  part.is_functional = functional_in(*layer) != nullptr;
  return part;
}

std::shared_ptr<layers::Layer> functional_from(const Config& config) {
  detail::check_keys(config, "Functional",
                     {"name", "trainable", "dtype", "layers", "input_layers", "output_layers"});
  const auto [inputs, outputs] = graph_from(config, part_from);
  auto model = std::make_shared<Model>(inputs, outputs);
  model->set_common_config(config);
  return model;
}

}  // namespace

const Model* functional_in(const Diffable& part) {
  const auto* model = cast_if<Model>(part);
  return model && !cast_if<Sequential>(part) && model->graph() ? model : nullptr;
}

void register_functional() {
  layers::registry().add({.class_name = "Functional",
                          .module = "keras.src.models.functional",
                          .is_exported = false,
                          .type = type_of<Model>(),
                          .get_config = config_of_functional},
                         {"Functional", "functional", "Model"}, functional_from);
}

}  // namespace beras
