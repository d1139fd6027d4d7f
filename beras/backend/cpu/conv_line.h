// The kernel of direct convolution.
#pragma once

#include <cstdint>
#include <span>

#include <beras/backend/matmul.h>

namespace beras::backend::cpu {

/// A line of neighbouring pixels of the output, for some of the filters, in float32.
struct ConvLine {
  std::int64_t pixels;
  std::int64_t pixel_stride;           ///< how far in x neighbours are apart
  std::span<const std::int64_t> runs;  ///< where in x what the first pixel sees begins,
  std::int64_t run_length;             ///< and how many elements it sees from there on
  std::int64_t all_filters;            ///< how far in y neighbours are apart
  Epilogue epilogue;
  std::int64_t filters = 0;
  const float* kernel = nullptr;  ///< (all elements of all runs, all filters), from the first on
  const float* bias = nullptr;    ///< of the first filter on, if there is one
};

void convolve_line(const ConvLine& line, const float* x, float* y);

}  // namespace beras::backend::cpu
