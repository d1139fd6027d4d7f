// Pooling: maxima and averages over windows, and what their gradients need.
#pragma once

#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/backend/window.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The sizes of a pooling of images x (batch, window.input..., channels) to y (batch,
/// window.output..., channels). Every cell of the output sees at least one cell of the input.
struct PoolShape {
  std::int64_t batch = 1;
  std::int64_t channels = 1;
  Window window;
};

/// All tensors of a call are contiguous and, positions apart, of one dtype; averages are of floats.
class BERAS_API PoolKernels {
 public:
  virtual ~PoolKernels() = default;
  /// y[n, o, c] = the maximum of x[n, i, c] over the cells i that o sees, NaN if any is;
  /// positions[n, o, c] (int32) = the first such cell, numbered in row-major order.
  virtual void max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const = 0;
  /// dx[n, i, c] = sum of dy[n, o, c] over all o with positions[n, o, c] = i.
  virtual void scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
                       Tensor& dx) const = 0;
  /// y[n, o, c] = x[n, positions[n, o, c], c].
  virtual void gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
                      Tensor& y) const = 0;
  /// y[n, o, c] = the mean of x[n, i, c] over the cells i that o sees.
  virtual void average(const PoolShape& shape, const Tensor& x, Tensor& y) const = 0;
  /// dx[n, i, c] = sum of dy[n, o, c] / (number of cells that o sees) over all o that see i.
  virtual void average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<PoolKernels> pool(Device device);

}  // namespace beras::backend
