// How a window slides over the spatial axes of images: what convolution and pooling have in common.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace beras::backend {

/// Three spatial axes (depth, height, width). Images with fewer have leading axes of length 1, and
/// windows of size 1 along them.
inline constexpr std::size_t spatial_axes = 3;
using Lengths = std::array<std::int64_t, spatial_axes>;

/// Cell o of the output sees the cells o * stride - padding + k * dilation of the input, 0 <= k <
/// size, as far as they exist.
struct Window {
  Lengths input = {1, 1, 1};
  Lengths output = {1, 1, 1};
  Lengths size = {1, 1, 1};
  Lengths stride = {1, 1, 1};
  Lengths dilation = {1, 1, 1};
  Lengths padding = {0, 0, 0};  ///< cells in front of the first

  bool operator==(const Window&) const = default;
};

/// The number of cells: the product.
constexpr std::int64_t cell_count(const Lengths& lengths) {
  return lengths[0] * lengths[1] * lengths[2];
}

/// Calls body(input cell, tap) for every cell of the input that the window sees from output cell
/// (d, h, w): cells and taps are numbered in row-major order.
template <typename Body>
void for_each_tap(const Window& window, const Lengths& output, const Body& body) {
  const auto position = [&](std::size_t axis, std::int64_t tap) {
    return output[axis] * window.stride[axis] - window.padding[axis] + tap * window.dilation[axis];
  };
  const auto inside = [&](std::size_t axis, std::int64_t at) {
    return at >= 0 && at < window.input[axis];
  };
  for (std::int64_t i = 0; i < window.size[0]; ++i) {
    const std::int64_t d = position(0, i);
    if (!inside(0, d)) continue;
    for (std::int64_t j = 0; j < window.size[1]; ++j) {
      const std::int64_t h = position(1, j);
      if (!inside(1, h)) continue;
      for (std::int64_t k = 0; k < window.size[2]; ++k) {
        const std::int64_t w = position(2, k);
        if (!inside(2, w)) continue;
        body((d * window.input[1] + h) * window.input[2] + w,
             (i * window.size[1] + j) * window.size[2] + k);
      }
    }
  }
}

/// Calls body(output cell, its number) for every cell of the output in row-major order.
template <typename Body>
void for_each_output(const Window& window, const Body& body) {
  std::int64_t number = 0;
  Lengths cell;
  for (cell[0] = 0; cell[0] < window.output[0]; ++cell[0]) {
    for (cell[1] = 0; cell[1] < window.output[1]; ++cell[1]) {
      for (cell[2] = 0; cell[2] < window.output[2]; ++cell[2]) body(cell, number++);
    }
  }
}

}  // namespace beras::backend
