// Softmax and its logarithm, row by row.
#pragma once

#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

enum class SoftmaxKind : std::uint8_t { softmax, log_softmax };

/// Kernels over the last axis, whose rows have a length of at least 1. All tensors are contiguous,
/// of one shape and of one dtype, float32 or float64; outputs are allocated and may be the
/// operands.
class BERAS_API SoftmaxKernels {
 public:
  virtual ~SoftmaxKernels() = default;
  /// With m = max x and s = sum exp(x - m): y = exp(x - m) / s, or y = x - m - log s.
  virtual void forward(SoftmaxKind kind, const Tensor& x, Tensor& y) const = 0;
  /// dx = y (dy - sum dy y), or dx = dy - exp(y) sum dy.
  virtual void gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy, Tensor& dx) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<SoftmaxKernels> softmax(Device device);

}  // namespace beras::backend
