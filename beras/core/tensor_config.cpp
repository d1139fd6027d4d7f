#include <beras/core/tensor_config_internal.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <beras/base/error.h>

namespace beras {
namespace {

/// What `next` gives for each element, in lists of that shape.
template <typename Next>
Config nested(const Shape& shape, std::size_t axis, const Next& next) {
  if (axis == shape.size()) return next();
  Config::List list;
  for (std::int64_t i = 0; i < shape[axis]; ++i) list.push_back(nested(shape, axis + 1, next));
  return list;
}

Config numbers_of(const Tensor& tensor) {
  std::size_t place = 0;
  if (is_floating(tensor.dtype())) {
    const auto values = tensor.astype(DType::float64).to_vector<double>();
    return nested(tensor.shape(), 0, [&] { return Config(values[place++]); });
  }
  const bool is_boolean = tensor.dtype() == DType::boolean;
  const auto values = tensor.astype(DType::int64).to_vector<std::int64_t>();
  return nested(tensor.shape(), 0, [&] {
    const std::int64_t value = values[place++];
    return is_boolean ? Config(value != 0) : Config(value);
  });
}

/// The numbers of nested lists, and the shape that they have.
struct Nested {
  Shape shape;
  std::vector<double> floats;
  std::vector<std::int64_t> integers;
  bool is_floating = false;
  bool is_boolean = true;

  void add(const Config& config, std::size_t axis, const ConfigPlace& place) {
    if (const auto* list = config.get_if<Config::List>()) {
      const auto length = static_cast<std::int64_t>(list->size());
      if (axis == shape.size() && floats.empty()) shape.push_back(length);
      if (axis >= shape.size() || shape[axis] != length)
        place.refuse("lists of equal lengths", config);
      for (const Config& item : *list) add(item, axis + 1, place);
      return;
    }
    if (axis != shape.size()) place.refuse("lists of equal lengths", config);
    const Scalar number = ConfigValue<Scalar>::read(config, place);
    is_floating = is_floating || !(number.is_boolean() || number.is_integer());
    is_boolean = is_boolean && number.is_boolean();
    floats.push_back(number.as<double>());
    integers.push_back(number.as<std::int64_t>());
  }
  DType dtype() const {
    if (floats.empty() || is_floating) return DType::float32;
    return is_boolean ? DType::boolean : DType::int32;
  }
  Tensor tensor(DType dtype) const {
    return (is_floating ? Tensor(floats, shape) : Tensor(integers, shape)).astype(dtype);
  }
};

}  // namespace

Config special(std::string_view name, Config inner) {
  return Config::Map{{"class_name", name}, {"config", std::move(inner)}};
}

const Config* inside(const Config& config, std::string_view name) {
  const Config* class_name = config.find("class_name");
  return class_name && *class_name == Config(name) ? config.find("config") : nullptr;
}

Config config_of_values(const Tensor& tensor) {
  if (!tensor.defined()) return nullptr;
  return special("__numpy__",
                 Config::Map{{"value", numbers_of(tensor)}, {"dtype", dtype_name(tensor.dtype())}});
}

KerasHistory KerasHistory::read(const Config& config) {
  const auto* list = config.get_if<Config::List>();
  const auto* producer = list && list->size() == 3 ? (*list)[0].get_if<std::string>() : nullptr;
  const auto place = [&](std::size_t i) { return (*list)[i].get_if<std::int64_t>(); };
  if (!producer || !place(1) || !place(2) || *place(1) < 0 || *place(2) < 0) {
    throw ValueError("Functional", R"(where a tensor comes from as ["layer", node, position])",
                     to_string(config));
  }
  return {*producer, static_cast<std::size_t>(*place(1)), static_cast<std::size_t>(*place(2))};
}

Config KerasHistory::written() const {
  return Config::List{producer, static_cast<std::int64_t>(node),
                      static_cast<std::int64_t>(position)};
}

Config config_of_symbol(const Tensor& tensor, const KerasHistory& history) {
  return special("__keras_tensor__",
                 Config::Map{{"shape", ConfigValue<std::optional<Shape>>::write(tensor.shape())},
                             {"dtype", dtype_name(tensor.dtype())},
                             {"keras_history", history.written()}});
}

const Config* history_in(const Config& config) {
  const Config* inner = inside(config, "__keras_tensor__");
  return inner ? inner->find("keras_history") : nullptr;
}

Tensor tensor_from(const Config& config, const FindSymbol& find, const ConfigPlace& place) {
  if (config.is_null()) return {};
  if (const Config* history = history_in(config)) return find(KerasHistory::read(*history));
  const Config* stated = inside(config, "__numpy__");
  if (!stated) stated = inside(config, "__tensor__");
  const Config* values = stated ? stated->find("value") : &config;
  if (!values) place.refuse("a tensor with values", config);
  Nested numbers;
  numbers.add(*values, 0, place);
  const Config* dtype = stated ? stated->find("dtype") : nullptr;
  Tensor tensor = numbers.tensor(dtype ? ConfigValue<DType>::read(*dtype, place) : numbers.dtype());
  tensor.trainable(false);
  return tensor;
}

}  // namespace beras
