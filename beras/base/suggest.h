// "Did you mean ...?" for names that users mistype.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <beras/base/export.h>

namespace beras {

/// The known name nearest to `name` by edit distance, upper and lower case alike; empty if none is
/// near.
BERAS_API std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// True for names that differ by upper and lower case alone.
BERAS_API bool equal_but_for_case(std::string_view a, std::string_view b);

/// Throws ValueError: who expected a known `what`, which name came, and the nearest known one, or
/// all that are known if none is near.
[[noreturn]] BERAS_API void throw_unknown_name(std::string_view who, std::string_view what,
                                               std::string_view name,
                                               const std::vector<std::string>& known);

}  // namespace beras
