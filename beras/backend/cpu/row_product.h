// A row times a matrix: what a dense layer computes for a single sample.
#pragma once

#include <cstdint>

namespace beras::backend::cpu {

/// y (columns) = x (inner) @ matrix (inner, columns) + bias, in float32; the rows of the matrix lie
/// `stride` floats apart. Without bias if it is null.
struct RowProduct {
  const float* x;
  std::int64_t inner;
  const float* matrix;
  std::int64_t stride;
  std::int64_t columns;
  const float* bias;
  float* y;
};

/// It reads the matrix as it lies and asks for nothing else, so it starts at once.
void multiply_row(const RowProduct& product);

}  // namespace beras::backend::cpu
