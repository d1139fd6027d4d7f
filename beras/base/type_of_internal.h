// The run-time type of an object, also where its class was compiled with -fno-rtti.
#pragma once

#include <string_view>
#include <typeinfo>

#include <beras/base/error.h>

namespace beras {

/// Null for an object of a class without run-time type information.
template <typename T>
const std::type_info* type_of(const T& object) {
  // A compiler takes it for granted that there is one: what is volatile it has to look at.
  const std::type_info* const volatile type = &typeid(object);
  return type;
}

/// ValueError, in the name of `who`, for an object of which nobody can tell what it is.
template <typename T>
void check_has_type(const T& object, std::string_view who) {
  if (!type_of(object)) {
    throw ValueError(who, "objects with run-time type information",
                     "one of a class that was compiled with -fno-rtti");
  }
}

/// The object as a To, if it is known to be one, else null.
template <typename To, typename From>
const To* cast_if(const From& object) {
  return type_of(object) ? dynamic_cast<const To*>(&object) : nullptr;
}

}  // namespace beras
