#include <beras/ops/operation_row_internal.h>

#include <algorithm>

#include <beras/base/error.h>

namespace beras::ops {
namespace {

Config literal(std::string_view text) {
  if (text == "null") return nullptr;
  if (text == "0.0") return 0.0;
  return text == "true";
}

OperationParameter parameter_from(std::string_view token) {
  using Place = OperationParameter::Place;
  OperationParameter parameter;
  if (token.front() == '[') {
    parameter.place = Place::configured;
    parameter.is_extra = token.back() == '?';
    token = token.substr(1, token.find(']') - 1);
    if (const auto end = token.find_first_of("=~"); end != token.npos) {
      parameter.is_stated = true;
      parameter.is_free = token[end] == '~';
      parameter.stated = literal(token.substr(end + 1));
      token = token.substr(0, end);
    }
  } else if (token.front() == '*') {
    parameter.place = Place::all_others;
    token.remove_prefix(1);
  } else if (token.back() == '=') {
    parameter.place = Place::by_name;
    token.remove_suffix(1);
  }
  parameter.name = token;
  return parameter;
}

bool is_number(const Config& config) {
  return config.get_if<bool>() || config.get_if<std::int64_t>() || config.get_if<double>();
}

Slice slice_from(const Config& config, const ConfigPlace& place) {
  using Bound = ConfigValue<std::optional<std::int64_t>>;
  const auto bound = [&](const char* name) {
    const Config* value = config.find(name);
    return value ? Bound::read(*value, place) : std::nullopt;
  };
  return {bound("start"), bound("stop"), bound("step").value_or(1)};
}

Index index_from(const GivenArgument& given) {
  if (given.config.is_null()) return newaxis;
  if (inside(given.config, "__ellipsis__")) return ellipsis;
  if (const Config* slice = inside(given.config, "__slice__"))
    return slice_from(*slice, given.place);
  if (const auto* position = given.config.get_if<std::int64_t>()) return *position;
  return given.tensor();
}

Config written_slice(const Slice& slice) {
  const auto bound = [](const auto& value) { return value ? Config(*value) : Config(); };
  return special("__slice__",
                 Config::Map{{"start", bound(slice.start)},
                             {"stop", bound(slice.stop)},
                             {"step", slice.step == 1 ? Config() : Config(slice.step)}});
}

}  // namespace

std::vector<OperationParameter> parameters_from(std::string_view text) {
  std::vector<OperationParameter> parameters;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(", "), text.size());
    parameters.push_back(parameter_from(text.substr(0, end)));
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return parameters;
}

HeldOperand::HeldOperand(const GivenArgument& given) {
  if (is_number(given.config)) {
    number_ = ConfigValue<Scalar>::read(given.config, given.place);
  } else {
    tensor_ = given.tensor();
    if (!tensor_.defined()) given.place.refuse("a tensor or a number", given.config);
  }
}

Tensors read_argument(Type<Tensors>, const GivenArgument& given) {
  const auto* list = given.config.get_if<Config::List>();
  if (!list) given.place.refuse("a list of tensors", given.config);
  Tensors tensors;
  for (const Config& item : *list)
    tensors.push_back(GivenArgument{item, given.find, given.place}.tensor());
  return tensors;
}

Indices read_argument(Type<Indices>, const GivenArgument& given) {
  Indices indices;
  if (const auto* list = given.config.get_if<Config::List>()) {
    for (const Config& item : *list)
      indices.push_back(index_from(GivenArgument{item, given.find, given.place}));
  } else {
    indices.push_back(index_from(given));
  }
  return indices;
}

Shape numbers_in(const Config& config, const ConfigPlace& place) {
  if (const auto* one = config.get_if<std::int64_t>()) return {*one};
  return ConfigValue<Shape>::read(config, place);
}

Config written_indices(const Indices& indices,
                       const std::function<Config(std::size_t index)>& write_tensor) {
  const auto written = [&](std::size_t i) -> Config {
    const Index::Entry& entry = indices[i].entry();
    if (const auto* position = std::get_if<std::int64_t>(&entry)) return *position;
    if (const auto* slice = std::get_if<Slice>(&entry)) return written_slice(*slice);
    if (std::holds_alternative<Ellipsis>(entry)) return special("__ellipsis__", Config::Map());
    return std::holds_alternative<NewAxis>(entry) ? Config() : write_tensor(i);
  };
  if (indices.size() == 1) return written(0);
  Config::List all;
  for (std::size_t i = 0; i < indices.size(); ++i) all.push_back(written(i));
  return all;
}

}  // namespace beras::ops
