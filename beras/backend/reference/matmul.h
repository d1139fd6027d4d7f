// Matrix products by their definition.
#pragma once

#include <beras/backend/matmul.h>

namespace beras::backend::reference {

class Matmul : public MatmulKernels {
 public:
  void matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
              Tensor& out) const override;
};

}  // namespace beras::backend::reference
