// Errors of functions that are made up of others. Not installed.
#pragma once

#include <string_view>

#include <beras/base/error.h>

namespace beras {

/// The same error in the words of `who`.
BERAS_API void rename(Error& error, std::string_view who);

/// What the function gives. Errors name `who`, whom the user has called, rather than what that is
/// made up of.
template <typename Function>
decltype(auto) in_name_of(std::string_view who, Function&& function) {
  try {
    return function();
  } catch (Error& error) {
    rename(error, who);
    throw;
  }
}

}  // namespace beras
