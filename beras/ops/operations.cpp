#include <beras/ops/operations_internal.h>

#include <algorithm>
#include <map>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/snake_case.h>
#include <beras/base/suggest.h>
#include <beras/ops/operation_row_internal.h>

namespace beras::ops {
namespace {

using Place = OperationParameter::Place;
using RowsByName = std::map<std::string, OperationRow, std::less<>>;

const RowsByName& table() {
  static const auto& rows = *[] {
    auto* const all = new RowsByName;
    for (const auto& family : {elementwise_operations(), binary_operations(), reducing_operations(),
                               shape_operations(), indexing_operations(), network_operations()}) {
      for (const OperationRow& row : family) all->emplace(row.class_name, row);
    }
    return all;
  }();
  return rows;
}

/// The row of an operation; null where there is none. Names alone tell "ReLU" from "Relu", and
/// operations have theirs from functions.
const OperationRow* row_of(const Operation& operation) {
  static const auto& rows = *[] {
    auto* const all = new std::map<std::string, const OperationRow*>;
    for (const auto& [class_name, row] : table()) all->emplace(snake_case(class_name), &row);
    return all;
  }();
  const auto found = rows.find(snake_case(operation.label()));
  return found == rows.end() ? nullptr : found->second;
}

std::string text_in(const Config& entry, const char* key) {
  const Config* value = entry.find(key);
  const auto* text = value ? value->get_if<std::string>() : nullptr;
  return text ? *text : std::string();
}

const OperationRow& row_of(const Config& entry) {
  const std::string class_name = text_in(entry, "class_name");
  const auto found = table().find(class_name);
  if (found != table().end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, row] : table()) names.push_back(name);
  throw_unknown_name("Functional", "operation", class_name, names);
}

bool is_absent(const Config& value) { return value.is_null() || value == Config(false); }

/// What one call was given, to be taken by its parameters.
class Call {
 public:
  Call(const OperationRow& row, const Config& entry, const Config& node)
      : row_(row),
        own_(entry.find("config")),
        args_(node.find("args")),
        kwargs_(node.find("kwargs")) {
    if (!args_ || !args_->get_if<Config::List>() || !kwargs_ || !kwargs_->get_if<Config::Map>())
      throw ValueError(row_.class_name, "args and kwargs of a call", to_string(node));
  }

  /// The values of the function's parameters.
  std::vector<Config> values() const {
    std::vector<Config> all;
    std::size_t next = 0;
    for (const OperationParameter& parameter : row_.parameters) {
      const Config value = value_of(parameter, next);
      if (!parameter.is_stated)
        all.push_back(value);
      else if (!parameter.is_free && !value.is_null())
        detail::check_fixed(value, parameter.stated, {row_.class_name, parameter.name});
    }
    if (next < args().size()) {
      throw ValueError(row_.class_name,
                       "at most " + std::to_string(next) + " arguments by position",
                       std::to_string(args().size()));
    }
    check_names();
    return all;
  }

 private:
  const Config::List& args() const { return *args_->get_if<Config::List>(); }

  Config value_of(const OperationParameter& parameter, std::size_t& next) const {
    const auto value_in = [&](const Config* config) {
      const Config* value = config ? config->find(parameter.name) : nullptr;
      return value ? *value : Config();
    };
    if (parameter.place == Place::configured) return value_in(own_);
    if (parameter.place == Place::all_others) {
      const auto begin = args().begin() + static_cast<std::ptrdiff_t>(next);
      next = args().size();
      return Config::List(begin, args().end());
    }
    const bool is_named = kwargs_->find(parameter.name) != nullptr;
    return is_named || next == args().size() ? value_in(kwargs_) : args()[next++];
  }

  void check_names() const {
    std::vector<std::string_view> configured{"name", "dtype", "trainable"}, called;
    for (const OperationParameter& parameter : row_.parameters)
      (parameter.place == Place::configured ? configured : called).push_back(parameter.name);
    if (own_) detail::check_keys(*own_, row_.class_name, configured);
    detail::check_keys(*kwargs_, row_.class_name, called);
  }

  const OperationRow& row_;
  const Config* own_;
  const Config* args_;
  const Config* kwargs_;
};

WrittenOperation written_by(const OperationRow& row, const std::string& name,
                            const Config::List& arguments) {
  Config own = Config::Map{{"name", name}};
  Config::List args;
  Config kwargs = Config::Map();
  std::size_t next = 0;
  for (const OperationParameter& parameter : row.parameters) {
    Config value = parameter.stated;
    if (!parameter.is_stated) value = next < arguments.size() ? arguments[next++] : Config();
    if (parameter.place == Place::by_position) {
      args.push_back(std::move(value));
    } else if (parameter.place == Place::all_others) {
      for (const Config& item : *value.get_if<Config::List>()) args.push_back(item);
    } else if (parameter.place == Place::by_name) {
      kwargs[parameter.name] = std::move(value);
    } else if (!parameter.is_extra || !is_absent(value)) {
      own[parameter.name] = std::move(value);
    }
  }
  Config entry = serialized("keras.src." + row.module, row.class_name, std::move(own));
  entry["registered_name"] = row.class_name;
  return {std::move(entry), Config::Map{{"args", std::move(args)}, {"kwargs", std::move(kwargs)}}};
}

/// What its writer has told all of but the name.
WrittenOperation with_name(const Config& told, const std::string& name) {
  WrittenOperation written{*told.find("entry"), *told.find("node")};
  Config config = Config::Map{{"name", name}};
  for (const auto& [key, value] : *written.entry.find("config")->get_if<Config::Map>())
    config[key] = value;
  written.entry["config"] = std::move(config);
  return written;
}

}  // namespace

bool is_operation(const Config& entry) {
  const std::string module = text_in(entry, "module");
  return module == "keras.ops" || module == "keras.src.ops" || module.starts_with("keras.ops.") ||
         module.starts_with("keras.src.ops.") || module.starts_with("keras.src.activations.");
}

bool is_known_operation(const Config& entry) {
  return is_operation(entry) && table().contains(text_in(entry, "class_name"));
}

WrittenOperation written(const Operation& operation, const Config& arguments) {
  const OperationRow* row = row_of(operation);
  const auto* list = arguments.get_if<Config::List>();
  if (arguments.find("entry")) return with_name(arguments, operation.graph_name());
  if (list && row) return written_by(*row, operation.graph_name(), *list);
  throw ValueError(operation.title(), "an operation that stands in configurations",
                   "one that Keras does not have, or a function",
                   "A layer of a registered class in its place has a configuration");
}

Tensors noted(const Config& entry, const Config& node, const FindSymbol& find) {
  const OperationRow& row = row_of(entry);
  const std::vector<Config> values = Call(row, entry, node).values();
  OperationRow::Given given;
  std::size_t next = 0;
  for (const OperationParameter& parameter : row.parameters) {
    if (parameter.is_stated) continue;
    given.push_back({values[next++], find, {row.class_name, parameter.name}});
  }
  const Config* own = entry.find("config");
  const Operation::NameScope scope(own ? text_in(*own, "name") : std::string());
  return row.make(given);
}

}  // namespace beras::ops
