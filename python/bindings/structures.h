// Structures of tensors as Python's lists, tuples and dicts.
#pragma once

#include <optional>

#include <beras/core/structure.h>

#include "bindings/casters.h"

namespace beras::python {

/// True for dicts, and for lists and tuples in which there is an array or None, at any depth: other
/// ones are arrays that are written as lists of numbers.
bool is_nest(PyObject* object);

/// The structure that a Python object is, None being an undefined tensor; none, with no Python
/// error set, where it holds something else than tensors, or a dict has keys that are no strings.
std::optional<Structure> structure_from(PyObject* object) noexcept;

}  // namespace beras::python

namespace nanobind::detail {

template <>
struct type_caster<beras::Structure> {
  NB_TYPE_CASTER(beras::Structure, const_name("typing.Any"))

  bool from_python(handle source, std::uint8_t, cleanup_list*) noexcept {
    auto structure = beras::python::structure_from(source.ptr());
    if (!structure) return false;
    value = std::move(*structure);
    return true;
  }
  static handle from_cpp(const beras::Structure& structure, rv_policy, cleanup_list*) noexcept;
};

}  // namespace nanobind::detail
