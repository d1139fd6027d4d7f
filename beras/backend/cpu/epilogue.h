// Gradients of epilogues with vectors and threads for float32 and bfloat16; float64 is left to the
// reference.
#pragma once

#include <beras/backend/reference/epilogue.h>

namespace beras::backend::cpu {

class Epilogues : public reference::Epilogues {
 public:
  void gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                Tensor& dbias) const override;
};

}  // namespace beras::backend::cpu
