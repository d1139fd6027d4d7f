// Matrix products through oneDNN, cut into tiles by their shape.
#pragma once

#include <beras/backend/reference/matmul.h>

namespace beras::backend::cpu {

class Matmul : public reference::Matmul {
 public:
  void matmul(const Tensor& a, const Tensor& b, const Tensor& bias, Epilogue epilogue,
              Tensor& out) const override;
};

}  // namespace beras::backend::cpu
