// The rows of contiguous tensors of float32 or float64, for kernels over the last axis.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include <beras/tensor/tensor.h>

namespace beras::backend::reference {

/// Calls body with a float or a double, as the dtype says.
template <typename Body>
void visit_float(DType dtype, const Body& body) {
  if (dtype == DType::float64)
    body(double{});
  else
    body(float{});
}

template <typename T>
const T* values(const Tensor& x) {
  return static_cast<const T*>(x.raw());
}

template <typename T>
T* values(Tensor& x) {
  return static_cast<T*>(x.raw());
}

template <typename T>
std::span<const T> row(const Tensor& x, std::int64_t position) {
  const std::int64_t length = x.dim(-1);
  return {values<T>(x) + position * length, static_cast<std::size_t>(length)};
}

template <typename T>
std::span<T> mutable_row(Tensor& x, std::int64_t position) {
  const std::int64_t length = x.dim(-1);
  return {values<T>(x) + position * length, static_cast<std::size_t>(length)};
}

inline std::int64_t row_count(const Tensor& x) { return x.size() / x.dim(-1); }

/// m = max x and s = sum exp(x - m).
template <typename T>
struct Exponentials {
  explicit Exponentials(std::span<const T> x) : m(*std::max_element(x.begin(), x.end())) {
    for (const T value : x) s += std::exp(static_cast<double>(value - m));
  }
  T m;
  double s = 0;
};

}  // namespace beras::backend::reference
