// The kernels of running sums and products.
#pragma once

#include <cstdint>
#include <string_view>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// What runs along; each has Keras's name.
enum class ScanKind : std::uint8_t { cumsum, cumprod };

/// Kernels along the last axis (x has one at least) of contiguous tensors of one dtype that is not
/// bool. Floats are computed in float64, integers wrap around.
class BERAS_API ScanKernels {
 public:
  virtual ~ScanKernels() = default;
  /// out[i] = x[0] + ... + x[i], or the product.
  virtual void scan(ScanKind kind, const Tensor& x, Tensor& out) const = 0;
  /// dx[i] = sum over j >= i of dy[j] times the product of all x[0..j] but x[i]; exact where
  /// factors are 0.
  virtual void cumprod_gradient(const Tensor& x, const Tensor& dy, Tensor& dx) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<ScanKernels> scan(Device device);

/// Keras's name of the scan.
BERAS_API std::string_view kind_name(ScanKind kind);

}  // namespace beras::backend
