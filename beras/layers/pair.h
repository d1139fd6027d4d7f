// Sizes along the two axes of images.
#pragma once

#include <cstdint>

namespace beras::layers {

/// Height and width: `{3, 5}`, or one number for both.
struct Pair {
  Pair(std::int64_t both) : height(both), width(both) {}
  Pair(std::int64_t height_, std::int64_t width_) : height(height_), width(width_) {}

  std::int64_t height;
  std::int64_t width;
};

}  // namespace beras::layers
