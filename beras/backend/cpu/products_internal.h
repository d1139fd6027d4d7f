// What matrix products and convolutions share on the CPU.
#pragma once

#include <cstdint>

#include <beras/backend/cpu/onednn.h>
#include <beras/backend/matmul.h>
#include <beras/base/parallel.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/tensor.h>

namespace beras::backend::cpu {

/// Multiply-adds that are worth waking a thread for.
inline constexpr std::int64_t piece_work = 1 << 20;

inline std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// A contiguous copy in that dtype; what is undefined stays so.
inline Tensor copy_as(const Tensor& tensor, DType dtype) {
  return tensor.defined() ? copied(tensor, dtype, Device::cpu) : tensor;
}

/// Adds the parts of sums (count, size) to the first, in their order.
inline void add_parts(std::int64_t count, std::int64_t size, float* sums) {
  parallel_for(size, 1 << 12, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t part = 1; part < count; ++part) {
      const float* more = sums + part * size;
      for (std::int64_t i = begin; i < end; ++i) sums[i] += more[i];
    }
  });
}

/// True for the 16-bit floats that this machine has no kernels for: they are computed in float32.
inline bool must_widen(DType dtype) {
  return (dtype == DType::float16 || dtype == DType::bfloat16) && !onednn::supports(dtype);
}

/// Finishes `count` elements (float32, float64 or bfloat16) that were just computed and still lie
/// in the cache. oneDNN's own ReLU would hide NaN.
inline void apply(Epilogue epilogue, DType dtype, void* elements, std::int64_t count) {
  if (epilogue == Epilogue::none) return;
  const auto cut_off = [count](auto* values) {
    for (std::int64_t i = 0; i < count; ++i) values[i] = values[i] < 0 ? 0 : values[i];
  };
  if (dtype == DType::float32) return cut_off(static_cast<float*>(elements));
  if (dtype == DType::float64) return cut_off(static_cast<double*>(elements));
  auto* values = static_cast<bfloat16*>(elements);
  constexpr std::uint16_t minus_zero = 0x8000;
  constexpr std::uint16_t minus_infinity = 0xff80;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint16_t bits = values[i].bits;
    values[i].bits = bits > minus_zero && bits <= minus_infinity ? 0 : bits;
  }
}

}  // namespace beras::backend::cpu
