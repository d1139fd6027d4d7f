// Cross-entropies as plain loops with sums in double: the truth that faster kernels are held
// against.
#pragma once

#include <beras/backend/crossentropy.h>

namespace beras::backend::reference {

class Crossentropy : public CrossentropyKernels {
 public:
  std::int64_t labels(const Tensor& target, std::int64_t classes,
                      std::optional<std::int64_t> ignored, Tensor& out) const override;
  void sparse(const Tensor& labels, const Tensor& x, Tensor& kept, Tensor& loss) const override;
  void sparse_gradient(const Tensor& labels, const Tensor& x, const Tensor& kept,
                       const Tensor& dloss, Tensor& dx) const override;
  void categorical(const Tensor& t, const Tensor& x, Tensor& kept, Tensor& loss) const override;
  void categorical_gradient(const Tensor& t, const Tensor& x, const Tensor& kept,
                            const Tensor& dloss, Tensor& dx) const override;
  void binary(const Tensor& t, const Tensor& x, Tensor& loss) const override;
  void binary_gradient(const Tensor& t, const Tensor& x, const Tensor& dloss,
                       Tensor& dx) const override;
};

}  // namespace beras::backend::reference
