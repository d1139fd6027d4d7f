// How graphs are read: every part is made, and then the calls, in sweeps, each as soon as there is
// what it takes. One sweep does not do where a layer is shared at several depths.
#include <map>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/models/graph_config_internal.h>
#include <beras/ops/operations_internal.h>

namespace beras {
namespace {

const Config& entry_of(const Config& config, const char* key) {
  if (const Config* value = config.find(key)) return *value;
  throw ValueError("Functional", std::string("a configuration with ") + key, to_string(config));
}

const Config::List& list_of(const Config& config, const char* key) {
  const Config& value = entry_of(config, key);
  if (const auto* list = value.get_if<Config::List>()) return *list;
  ConfigPlace{"Functional", key}.refuse("a list", value);
}

/// Calls `visit` for each symbolic tensor that a call is written to take.
void for_each_history(const Config& config, const std::function<void(const KerasHistory&)>& visit) {
  if (const Config* history = history_in(config)) return visit(KerasHistory::read(*history));
  if (const auto* list = config.get_if<Config::List>())
    for (const Config& item : *list) for_each_history(item, visit);
  if (const auto* map = config.get_if<Config::Map>())
    for (const auto& [key, value] : *map) for_each_history(value, visit);
}

/// ["dense", 0, 0], and not a list of three others.
bool is_end(const Config& config) {
  const auto* list = config.get_if<Config::List>();
  return list && list->size() == 3 && list->front().get_if<std::string>();
}

class GraphReader {
 public:
  GraphReader(const Config& config, const MakePart& make) {
    for (const Config& entry : list_of(config, "layers")) {
      const std::string name =
          ConfigValue<std::string>::read(entry_of(entry, "name"), {"Functional", "name"});
      if (parts_.contains(name))
        throw ValueError("Functional", "layers of unique names", "two called \"" + name + "\"");
      Part& part = parts_[name];
      part.made_by = make(entry);
      part.nodes = &list_of(entry, "inbound_nodes");
      if (part.made_by.input.defined()) part.outputs.push_back({part.made_by.input});
      order_.push_back(name);
    }
    while (sweep()) {
    }
    check_complete();
  }

  Structure ends(const Config& config) const {
    return structure_from(config, [this](const Config& end) -> std::optional<Tensor> {
      if (is_end(end)) {
        KerasHistory history = KerasHistory::read(end);
        const Part& part = part_of(history.producer, "an end of the model");
        if (part.made_by.is_functional && history.node > 0) --history.node;
        return found(history);
      }
      if (end.get_if<Config::List>() || end.get_if<Config::Map>()) return std::nullopt;
      throw ValueError("Functional", R"(ends as ["layer", node, position], in lists or maps)",
                       to_string(end));
    });
  }

 private:
  struct Part {
    GraphPart made_by;
    const Config::List* nodes = nullptr;
    std::size_t next = 0;
    /// Of its calls.
    std::vector<Tensors> outputs = {};
  };

  const Part& part_of(const std::string& name, const std::string& asked_by) const {
    const auto known = parts_.find(name);
    if (known != parts_.end()) return known->second;
    throw ValueError("Functional", "inputs from layers of the model",
                     "\"" + name + "\" as what " + asked_by + " takes, which is none of them");
  }

  Tensor found(const KerasHistory& history) const {
    const Part& part = part_of(history.producer, "an end of the model");
    if (history.node < part.outputs.size() && history.position < part.outputs[history.node].size())
      return part.outputs[history.node][history.position];
    throw ValueError("Functional", "outputs that layers of the model give",
                     to_string(history.written()));
  }

  /// What of a node's inputs is not there yet; empty where all is.
  std::string missing_for(const std::string& name, const Config& node) const {
    std::string missing;
    for_each_history(node, [&](const KerasHistory& history) {
      const Part& producer = part_of(history.producer, '"' + name + '"');
      if (history.node >= producer.outputs.size()) missing = history.producer;
    });
    return missing;
  }

  /// True if it has made a call.
  bool sweep() {
    bool has_made = false;
    const FindSymbol find = [this](const KerasHistory& history) { return found(history); };
    for (const std::string& name : order_) {
      Part& part = parts_.at(name);
      for (; part.next < part.nodes->size(); ++part.next) {
        const Config& node = (*part.nodes)[part.next];
        if (!missing_for(name, node).empty()) break;
        part.outputs.push_back(part.made_by.call(node, find));
        has_made = true;
      }
    }
    return has_made;
  }

  void check_complete() const {
    for (const std::string& name : order_) {
      const Part& part = parts_.at(name);
      if (part.next == part.nodes->size()) continue;
      throw ValueError("Functional", "calls that follow from the inputs",
                       "call " + std::to_string(part.next) + " of \"" + name +
                           "\", which waits for another one of \"" +
                           missing_for(name, (*part.nodes)[part.next]) + "\" without end");
    }
  }

  std::map<std::string, Part> parts_;
  std::vector<std::string> order_;
};

}  // namespace

Structure structure_from(const Config& config,
                         const std::function<std::optional<Tensor>(const Config&)>& leaf) {
  if (std::optional<Tensor> tensor = leaf(config)) return std::move(*tensor);
  if (const auto* map = config.get_if<Config::Map>()) {
    std::vector<Structure::Entry> entries;
    for (const auto& [name, item] : *map) entries.emplace_back(name, structure_from(item, leaf));
    return Structure(std::move(entries));
  }
  std::vector<Structure> items;
  for (const Config& item : *config.get_if<Config::List>())
    items.push_back(structure_from(item, leaf));
  return Structure(std::move(items));
}

GraphPart operation_part(const Config& entry) {
  // Each call is an operation of its own here, of which the first has the name.
  return {.call = [stated = entry](const Config& node, const FindSymbol& find) mutable {
    Tensors outputs = ops::noted(stated, node, find);
    stated["config"]["name"] = nullptr;
    return outputs;
  }};
}

std::pair<Structure, Structure> graph_from(const Config& config, const MakePart& make) {
  const GraphReader reader(config, make);
  return {reader.ends(entry_of(config, "input_layers")),
          reader.ends(entry_of(config, "output_layers"))};
}

}  // namespace beras
