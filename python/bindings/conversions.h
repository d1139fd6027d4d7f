// Objects of Python that are converted by hand, rather than by nanobind as arguments: what
// functions of Python return, and the arguments of constructors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/casters.h"

namespace beras::python {

/// The object as messages show it: its repr, if that is short.
std::string described(nb::handle object);

/// What signatures call a type.
template <typename T>
struct TypeName {
  static constexpr auto name = nb::detail::make_caster<T>::Name;
};
// nanobind adds "| None" itself.
template <typename T>
struct TypeName<std::optional<T>> : TypeName<T> {};

/// The TypeError of all conversions: `[who] expected {what}: {type}. Received: {object}.`
[[noreturn]] void refuse(std::string_view who, std::string_view what, std::string_view type,
                         nb::handle object);

/// The object as a T; TypeError where it is none.
template <typename T>
T cast_or_refuse(nb::handle object, std::string_view who, std::string_view what) {
  try {
    return nb::cast<T>(object);
  } catch (const nb::cast_error&) {
    refuse(who, what, TypeName<T>::name.text, object);
  }
}

/// What a method or function of a user returned.
template <typename T>
T returned(nb::handle object, std::string_view who) {
  return cast_or_refuse<T>(object, who, "to return");
}

}  // namespace beras::python
