// The kernels that order numbers.
#pragma once

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Kernels along the last axis (x has one at least) of contiguous tensors; `out` is int32 or
/// int64.
/// Not-a-number counts as greater than all numbers.
class BERAS_API SortKernels {
 public:
  virtual ~SortKernels() = default;
  /// The positions of the numbers in rising order, equal ones in the order in which they stand.
  virtual void argsort(const Tensor& x, Tensor& out) const = 0;
  /// The positions of the greatest numbers, greatest first, equal ones in the order in which they
  /// stand: as many as the last axis of `out` is long.
  virtual void top_k(const Tensor& x, Tensor& out) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<SortKernels> sort(Device device);

}  // namespace beras::backend
