// The kernels of singular values.
#pragma once

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The decomposition that the norms of matrices are made of.
class BERAS_API SingularValuesKernels {
 public:
  virtual ~SingularValuesKernels() = default;
  /// x (..., m, n) with m >= n > 0 is the sum over i of values[i] u[i] v[i]^T, with values (...,
  /// n), u (..., n, m) and v (..., n, n) that are zero before: all float64 and contiguous. Where a
  /// value is 0, so is its u; all are NaN for a matrix that is not finite.
  virtual void decompose(const Tensor& x, Tensor& values, Tensor& u, Tensor& v) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<SingularValuesKernels> singular_values(Device device);

}  // namespace beras::backend
