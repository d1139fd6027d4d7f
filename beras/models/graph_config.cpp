// How graphs are written.
#include <beras/models/graph_config_internal.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include <beras/base/type_of_internal.h>
#include <beras/core/operation.h>
#include <beras/models/functional_config_internal.h>
#include <beras/ops/operations_internal.h>

namespace beras {
namespace {

using Nodes = std::vector<const SymbolicCall*>;

Config written_structure(const Structure& structure,
                         const std::function<Config(const Tensor&)>& write) {
  if (structure.is_tensor()) return write(structure.tensor());
  Config::List list;
  for (const Structure& item : structure.items()) list.push_back(written_structure(item, write));
  if (structure.kind() != Structure::Kind::map) return list;
  Config::Map map;
  for (std::size_t i = 0; i < list.size(); ++i)
    map.emplace_back(structure.names()[i], std::move(list[i]));
  return map;
}

class GraphWriter {
 public:
  explicit GraphWriter(const Graph& graph) {
    for (const auto& call : graph.calls()) nodes_[call->owner.get()].push_back(call.get());
    // Keras numbers calls as they were made, and ids are given in that order.
    for (auto& [owner, nodes] : nodes_) {
      std::sort(nodes.begin(), nodes.end(), [](const SymbolicCall* a, const SymbolicCall* b) {
        return a->outputs[0].id() < b->outputs[0].id();
      });
    }
  }

  const Nodes& nodes_of(const Diffable& owner) const { return nodes_.at(&owner); }

  Config tensor(const Tensor& tensor) const {
    return tensor.is_symbolic() ? config_of_symbol(tensor, history_of(tensor))
                                : config_of_values(tensor);
  }

  /// At the ends of a graph, where calls of functional models count from 1.
  Config end(const Tensor& tensor) const {
    KerasHistory history = history_of(tensor);
    if (functional_in(*tensor.symbol()->call->owner)) ++history.node;
    return history.written();
  }

  /// What the call's writer gives; for the call of a layer without one, its tensors by position or
  /// by name, those of a functional model as its inputs lie.
  Config call(const SymbolicCall& call) const {
    if (call.writer) {
      std::vector<Config> inputs;
      for (const Tensor& input : call.inputs()) inputs.push_back(tensor(input));
      return call.writer(inputs);
    }
    Config kwargs = Config::Map();
    if (call.options.training) kwargs["training"] = *call.options.training;
    return Config::Map{{"args", positional(call, kwargs)}, {"kwargs", kwargs}};
  }

 private:
  KerasHistory history_of(const Tensor& tensor) const {
    const Symbol& symbol = *tensor.symbol();
    const Nodes& nodes = nodes_of(*symbol.call->owner);
    const auto place = std::find(nodes.begin(), nodes.end(), symbol.call.get());
    return {symbol.call->owner->graph_name(), static_cast<std::size_t>(place - nodes.begin()),
            symbol.position};
  }

  Config::List positional(const SymbolicCall& call, Config& kwargs) const {
    const auto write = [this](const Tensor& given) { return tensor(given); };
    const std::vector<std::string>& names = call.arguments.names();
    const Model* model = functional_in(*call.owner);
    if (model && names.empty())
      return {written_structure(model->graph_inputs().pack_as(call.inputs()), write)};
    Config named = Config::Map();
    Config::List args;
    for (std::size_t i = 0; i < call.inputs().size(); ++i) {
      const Config value = tensor(call.inputs()[i]);
      // The first as every layer has it first, whatever it is called.
      if (names.empty() || (i == 0 && !model))
        args.push_back(value);
      else if (!value.is_null())
        (model ? named : kwargs)[names[i]] = value;
    }
    if (model) args.push_back(named);
    return args;
  }

  std::unordered_map<const Diffable*, Nodes> nodes_;
};

}  // namespace

Config graph_config(const Graph& graph, const Structure& inputs, const Structure& outputs,
                    const std::function<Config(const Diffable& layer)>& describe) {
  const GraphWriter writer(graph);
  Config::List layers;
  for (const auto& owner : graph.owners()) {
    const auto* operation = cast_if<Operation>(*owner);
    Config entry = operation ? Config() : describe(*owner);
    Config::List nodes;
    for (const SymbolicCall* call : writer.nodes_of(*owner)) {
      if (call->is_input()) continue;
      Config node = operation && !call->writer ? Config() : writer.call(*call);
      if (operation) {
        auto written = ops::written(*operation, node);
        entry = std::move(written.entry);
        node = std::move(written.node);
      }
      nodes.push_back(std::move(node));
    }
    entry["name"] = owner->graph_name();
    entry["inbound_nodes"] = std::move(nodes);
    layers.push_back(std::move(entry));
  }
  const auto end = [&](const Tensor& tensor) { return writer.end(tensor); };
  return Config::Map{{"layers", std::move(layers)},
                     {"input_layers", written_structure(inputs, end)},
                     {"output_layers", written_structure(outputs, end)}};
}

}  // namespace beras
