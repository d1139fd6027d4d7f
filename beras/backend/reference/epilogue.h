// Gradients of epilogues as plain loops with sums in double: the truth that faster kernels are held
// against.
#pragma once

#include <beras/backend/epilogue.h>

namespace beras::backend::reference {

class Epilogues : public EpilogueKernels {
 public:
  void gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                Tensor& dbias) const override;
};

}  // namespace beras::backend::reference
