#include "bindings/configurations.h"

#include <beras/base/error.h>

namespace beras::python {
namespace {

nb::object list_to_python(const Config::List& items) {
  nb::list list;
  for (const Config& item : items) list.append(to_python(item));
  return list;
}
nb::object map_to_python(const Config::Map& entries) {
  nb::dict dict;
  for (const auto& [key, value] : entries) dict[nb::cast(key)] = to_python(value);
  return dict;
}

Config list_from(nb::handle items) {
  Config::List list;
  for (const nb::handle item : items) list.push_back(config_from(item));
  return list;
}
Config map_from(nb::dict entries) {
  Config::Map map;
  for (const auto& [key, value] : entries)
    map.emplace_back(cast_or_refuse<std::string>(key, "get_config", "a key"), config_from(value));
  return map;
}

}  // namespace

nb::object to_python(const Config& config) {
  if (const auto* list = config.get_if<Config::List>()) return list_to_python(*list);
  if (const auto* map = config.get_if<Config::Map>()) return map_to_python(*map);
  if (const auto* text = config.get_if<std::string>()) return nb::cast(*text);
  if (const auto* value = config.get_if<bool>()) return nb::cast(*value);
  if (const auto* value = config.get_if<std::int64_t>()) return nb::cast(*value);
  if (const auto* value = config.get_if<double>()) return nb::cast(*value);
  return nb::none();
}

Config config_from(nb::handle object) {
  if (object.is_none()) return nullptr;
  if (PyBool_Check(object.ptr())) return nb::cast<bool>(object);
  if (PyLong_Check(object.ptr()))
    return cast_or_refuse<std::int64_t>(object, "get_config", "a number of 64 bits");
  if (PyFloat_Check(object.ptr())) return nb::cast<double>(object);
  if (PyUnicode_Check(object.ptr()))
    return cast_or_refuse<std::string>(object, "get_config", "text");
  if (PyDict_Check(object.ptr())) return map_from(nb::borrow<nb::dict>(object));
  if (PyList_Check(object.ptr()) || PyTuple_Check(object.ptr())) return list_from(object);
  throw ValueError("get_config", "numbers, strings, None, and lists and dicts of these",
                   described(object));
}

nb::object deserialized(nb::handle config) {
  return nb::module_::import_("beras.saving").attr("deserialize_keras_object")(config);
}

Config serialized(nb::handle object) {
  const nb::object saving = nb::module_::import_("beras.saving");
  return config_from(saving.attr("serialize_keras_object")(object));
}

}  // namespace beras::python
