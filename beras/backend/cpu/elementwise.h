// Element-by-element kernels: floats and bfloat16 vector by vector, large tensors by several
// threads.
#pragma once

#include <beras/backend/reference/elementwise.h>

namespace beras::backend::cpu {

class Elementwise : public reference::Elementwise {
 public:
  void unary(const UnaryFunction& function, const Tensor& x, Tensor& out) const override;
  void unary_gradient(const UnaryFunction& function, const Tensor& x, const Tensor& y,
                      const Tensor& dy, Tensor& dx) const override;
  void binary(BinaryKind kind, const Tensor& a, const Tensor& b, Tensor& out) const override;
  void multiply_add(const Tensor& a, const Tensor& b, const Tensor& c, Tensor& out) const override;
  void where(const Tensor& condition, const Tensor& a, const Tensor& b, Tensor& out) const override;
  void cast(const Tensor& x, Tensor& out) const override;
};

}  // namespace beras::backend::cpu
