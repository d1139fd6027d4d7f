// The seed of an initializer that was given none.
#pragma once

#include <utility>

#include <beras/base/random.h>

namespace beras::initializers {

/// The options, with a seed drawn now if they have none.
template <typename Options>
Options seeded(Options options) {
  if (!options.seed) options.seed = SeedGenerator::global().next();
  return options;
}

}  // namespace beras::initializers
