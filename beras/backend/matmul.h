// Matrix products, with what usually follows them in the same pass.
#pragma once

#include <beras/backend/epilogue.h>
#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Products of matrices. All tensors of a call have one dtype.
class BERAS_API MatmulKernels {
 public:
  virtual ~MatmulKernels() = default;

  /// out[..., m, n] = epilogue(sum over k of a[..., m, k] b[..., k, n] + bias[n]).
  ///
  /// a and b have the leading axes of `out` (broadcast ones with stride 0) and any strides; `bias`
  /// may be undefined; `out` is contiguous and overlaps nothing. Bool means any(a and b).
  virtual void matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
                      Tensor& out) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<MatmulKernels> matmul(Device device);

}  // namespace beras::backend
