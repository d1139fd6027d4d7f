// What pooling does in one window, for all channels at once.
#pragma once

#include <cstdint>
#include <span>

#include <beras/tensor/half.h>

namespace beras::backend::cpu {

using Cells = std::span<const std::int32_t>;

/// A window sees the cells `first + cell` of an image, for all of `cells`. T is float or bfloat16.
template <typename T>
struct WindowKernels {
  /// The maxima, and the first cell of each.
  void (*max)(const T* image, std::int64_t channels, std::int32_t first, Cells cells, T* largest,
              std::int32_t* where);
  /// The means.
  void (*average)(const T* image, std::int64_t channels, std::int32_t first, Cells cells, T* mean);
  /// Writes `upstream` to the cell that was the maximum, and 0 to the other cells.
  void (*spread)(const T* upstream, const std::int32_t* where, std::int64_t channels,
                 std::int32_t first, Cells cells, T* image);
  /// Adds an equal share of `upstream` to each cell.
  void (*share)(const T* upstream, std::int64_t channels, std::int32_t first, Cells cells,
                T* image);
};

/// Those for the instruction set at hand.
template <typename T>
const WindowKernels<T>& window_kernels();

}  // namespace beras::backend::cpu
