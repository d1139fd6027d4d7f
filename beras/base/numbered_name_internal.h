// Names for objects that were given none. Private to the library.
#pragma once

#include <string>

#include <beras/base/export.h>

namespace beras {

/// "dense", "dense_1", "dense_2" ...: each name once in a process. Threads may ask at once.
BERAS_API std::string numbered_name(const std::string& base);

}  // namespace beras
