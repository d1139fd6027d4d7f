#include "bindings/structures.h"

#include "bindings/numpy_layout.h"

namespace beras::python {
namespace {

bool is_sequence(PyObject* object) {
  return PyList_Check(object) != 0 || PyTuple_Check(object) != 0;
}

bool is_array(PyObject* object) {
  if (PyArray_Check(object)) return true;
  return !PyArray_CheckAnyScalar(object) && PyObject_HasAttrString(object, "__array__") != 0;
}

std::optional<Structure> map_from(PyObject* dict) {
  std::vector<Structure::Entry> named;
  PyObject *key = nullptr, *value = nullptr;
  for (Py_ssize_t position = 0; PyDict_Next(dict, &position, &key, &value) != 0;) {
    auto item = structure_from(value);
    if (!PyUnicode_Check(key) || !item) return std::nullopt;
    named.emplace_back(nb::cast<std::string>(nb::handle(key)), std::move(*item));
  }
  return Structure(std::move(named));
}

std::optional<Structure> sequence_from(PyObject* sequence) {
  std::vector<Structure> items;
  for (const nb::handle value : nb::handle(sequence)) {
    auto item = structure_from(value.ptr());
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return PyTuple_Check(sequence) ? Structure::tuple(std::move(items)) : Structure(std::move(items));
}

nb::object object_of(const Structure& structure) {
  switch (structure.kind()) {
    case Structure::Kind::tensor:
      break;
    case Structure::Kind::map: {
      nb::dict dict;
      for (std::size_t i = 0; i < structure.size(); ++i)
        dict[structure.names()[i].c_str()] = object_of(structure.items()[i]);
      return dict;
    }
    case Structure::Kind::list:
    case Structure::Kind::tuple: {
      nb::list list;
      for (const Structure& item : structure.items()) list.append(object_of(item));
      if (structure.kind() == Structure::Kind::list) return list;
      return nb::tuple(list);
    }
  }
  return nb::cast(structure.tensor());
}

}  // namespace

bool is_nest(PyObject* object) {
  if (PyDict_Check(object)) return true;
  if (!is_sequence(object)) return false;
  for (const nb::handle item : nb::handle(object)) {
    if (PyFloat_Check(item.ptr()) || PyLong_Check(item.ptr())) continue;
    if (item.is_none() || is_array(item.ptr()) || is_nest(item.ptr())) return true;
  }
  return false;
}

std::optional<Structure> structure_from(PyObject* object) noexcept {
  try {
    if (object == Py_None) return Structure();
    if (PyDict_Check(object)) return map_from(object);
    if (is_nest(object)) return sequence_from(object);
    if (auto tensor = tensor_from(object)) return Structure(std::move(*tensor));
  } catch (...) {
    PyErr_Clear();
  }
  return std::nullopt;
}

}  // namespace beras::python

namespace nanobind::detail {

handle type_caster<beras::Structure>::from_cpp(const beras::Structure& structure, rv_policy,
                                               cleanup_list*) noexcept {
  try {
    return beras::python::object_of(structure).release();
  } catch (...) {
    return {};
  }
}

}  // namespace nanobind::detail
