// Normalisation by the statistics of each row (layer normalisation) or of each column (batch
// normalisation).
#pragma once

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Kernels on matrices x (R, C), R and C at least 1, the columns being features. All tensors are
/// contiguous and of one dtype, float32 or float64; outputs are allocated. gamma and beta are (C,);
/// means, variances and inverse = 1 / sqrt(variance + epsilon) are (R,) for layers and (C,) for
/// batches. Variances are biased, and do not cancel where the mean is large.
class BERAS_API NormKernels {
 public:
  virtual ~NormKernels() = default;
  /// y = (x - mean) inverse gamma + beta, with the mean and variance of each row.
  virtual void layer(const Tensor& x, const Tensor& gamma, const Tensor& beta, double epsilon,
                     Tensor& mean, Tensor& inverse, Tensor& y) const = 0;
  /// With n = (x - mean) inverse, h = dy gamma and averages over the row: dx = inverse (h - average
  /// h - n average(h n)), dgamma = sum over rows of dy n, dbeta = sum over rows of dy.
  virtual void layer_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                              const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                              Tensor& dbeta) const = 0;
  /// The mean and the variance of each column.
  virtual void batch_moments(const Tensor& x, Tensor& mean, Tensor& variance) const = 0;
  /// y = (x - mean) inverse gamma + beta, with the mean and variance of each column.
  virtual void batch(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                     const Tensor& gamma, const Tensor& beta, Tensor& y) const = 0;
  /// As layer_gradient, with averages over the column.
  virtual void batch_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                              const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                              Tensor& dbeta) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<NormKernels> norm(Device device);

}  // namespace beras::backend
