// Normalisation as plain loops with sums in double: the truth that faster kernels are held against.
#pragma once

#include <beras/backend/norm.h>

namespace beras::backend::reference {

class Norm : public NormKernels {
 public:
  void layer(const Tensor& x, const Tensor& gamma, const Tensor& beta, double epsilon, Tensor& mean,
             Tensor& inverse, Tensor& y) const override;
  void layer_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                      const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                      Tensor& dbeta) const override;
  void batch_moments(const Tensor& x, Tensor& mean, Tensor& variance) const override;
  void batch(const Tensor& x, const Tensor& mean, const Tensor& inverse, const Tensor& gamma,
             const Tensor& beta, Tensor& y) const override;
  void batch_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                      const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                      Tensor& dbeta) const override;
};

}  // namespace beras::backend::reference
