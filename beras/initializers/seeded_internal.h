// The seed of an initializer that was given none.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/random.h>

namespace beras::initializers {

/// One drawn now if none is given.
inline std::uint64_t drawn_seed(const std::optional<std::uint64_t>& seed) {
  return seed ? *seed : SeedGenerator::global().next();
}

}  // namespace beras::initializers
