// What ends a matrix product or a convolution in the same pass: bias and activation.
#pragma once

#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// What is done to a result before it is written.
enum class Epilogue : std::uint8_t { none, relu };

/// The gradients of y = epilogue(z + bias).
class BERAS_API EpilogueKernels {
 public:
  virtual ~EpilogueKernels() = default;
  /// dz = dy where the epilogue passes (for relu: y > 0) and 0 elsewhere; dbias = sum of dz over
  /// the rows.
  ///
  /// y, dy and dz are (rows, columns), dbias (columns): contiguous, all float32, float64 or
  /// bfloat16. `dz` may be `dy`; for Epilogue::none it must be, and is not written. `dbias` may be
  /// undefined.
  virtual void gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                        Tensor& dbias) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<EpilogueKernels> epilogue(Device device);

}  // namespace beras::backend
