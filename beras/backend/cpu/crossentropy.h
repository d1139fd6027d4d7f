// Cross-entropies with vectors and threads for float32; float64 is left to the reference.
#pragma once

#include <beras/backend/reference/crossentropy.h>

namespace beras::backend::cpu {

class Crossentropy : public reference::Crossentropy {
 public:
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

}  // namespace beras::backend::cpu
