// How many rows of a matrix make a piece of a parallel loop.
#pragma once

#include <algorithm>
#include <cstdint>

namespace beras::backend::cpu {

/// As many rows as are worth another thread.
inline std::int64_t row_grain(std::int64_t columns) {
  constexpr std::int64_t elements = 8192;
  return std::max<std::int64_t>(1, elements / columns);
}

}  // namespace beras::backend::cpu
