// What all factors of regularizers are. Private to regularizers.
#pragma once

#include <cmath>
#include <string>

#include <beras/base/error.h>

namespace beras::regularizers {

/// The factor itself; ValueError for one below 0, and for what is no finite number.
inline double checked_factor(const char* who, const std::string& name, double value) {
  if (std::isfinite(value) && value >= 0) return value;
  throw ValueError(who, name + ": a number of at least 0", std::to_string(value));
}

}  // namespace beras::regularizers
