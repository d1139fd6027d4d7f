// NaN in code that is written for integers, too.
#pragma once

#include <cmath>
#include <type_traits>

namespace beras::backend {

/// False for integers and bools.
template <typename T>
bool is_nan(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::isnan(value);
  } else {
    return false;
  }
}

}  // namespace beras::backend
