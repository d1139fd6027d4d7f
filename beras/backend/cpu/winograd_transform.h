// The transforms of Winograd's convolution F(2x2, 3x3): from pixels and taps to products and back.
#pragma once

#include <cstdint>

#include <beras/backend/matmul.h>

namespace beras::backend::cpu {

/// Each multiplies a square of numbers by one of the matrices A, B and G from the left, and by its
/// transpose from the right (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
/// 2015):
///
///     B' = 1  0 -1  0    G = 1    0    0      A' = 1  1  1  0
///          0  1  1  0        1/2  1/2  1/2         0  1 -1 -1
///          0 -1  1  0        1/2 -1/2  1/2
///          0  1  0 -1        0    0    1
enum class WinogradTransform : std::uint8_t {
  input,            ///< B' x B: 4x4 pixels to 4x4
  kernel,           ///< G k G': 3x3 taps to 4x4
  output,           ///< A' m A: 4x4 to 2x2 pixels
  output_gradient,  ///< A dy A': 2x2 pixels to 4x4
  kernel_gradient   ///< G' u G: 4x4 to 3x3 taps
};

/// Transforms `count` squares at once: element (i, j) of square c is in[i * side + j][c], and so it
/// is written. The epilogue finishes what is written.
void transform_squares(WinogradTransform transform, const float* const* in, float* const* out,
                       std::int64_t count, Epilogue epilogue = Epilogue::none);

}  // namespace beras::backend::cpu
