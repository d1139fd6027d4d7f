#pragma once
// The version of the library that is linked, which may differ from the one compiled against.

#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// The version of the linked library: "major.minor.patch".
BERAS_API std::string_view version();

}  // namespace beras
