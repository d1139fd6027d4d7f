// Inputs and comparisons for the tests that hold fast kernels against the reference.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include <beras/tensor/copy.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Numbers in [-1, 1), a different sequence for each seed.
inline Tensor numbers(const Shape& shape, std::uint32_t seed, DType dtype = DType::float32) {
  std::vector<float> values(static_cast<std::size_t>(element_count(shape)));
  std::uint32_t state = seed * 2654435761u + 1;
  for (float& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) * 0x1p-23f - 1.f;
  }
  Tensor result = Tensor::empty(shape, dtype);
  copy_elements(Tensor(values, shape), result);
  return result;
}

/// Every |actual - expected| is at most tolerance * (1 + |expected|).
inline void expect_near(const Tensor& actual, const Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.shape(), expected.shape());
  ASSERT_EQ(actual.dtype(), expected.dtype());
  const auto have = actual.to_vector<double>();
  const auto want = expected.to_vector<double>();
  for (std::size_t i = 0; i < have.size(); ++i) {
    ASSERT_NEAR(have[i], want[i], tolerance * (1 + std::abs(want[i]))) << "element " << i;
  }
}

/// True if two contiguous tensors of one shape and dtype hold the same bytes.
inline bool same_bits(const Tensor& a, const Tensor& b) {
  return std::memcmp(a.raw(), b.raw(), static_cast<std::size_t>(a.size() * item_size(a.dtype()))) ==
         0;
}

}  // namespace beras::backend
