// `@` between what operators take: a tensor and whatever becomes one.
#pragma once

#include <beras/ops/matmul.h>
#include <beras/ops/operand.h>

namespace beras::python {

inline Tensor matrix_product(const ops::Operand& a, const ops::Operand& b) {
  const auto [left, right] = ops::as_tensors(a, b, "matmul");
  return ops::matmul(left, right);
}

}  // namespace beras::python
