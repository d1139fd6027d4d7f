// Plain loops: the truth about running sums and products.
#pragma once

#include <beras/backend/scan.h>

namespace beras::backend::reference {

class Scan : public ScanKernels {
 public:
  void scan(ScanKind kind, const Tensor& x, Tensor& out) const override;
  void cumprod_gradient(const Tensor& x, const Tensor& dy, Tensor& dx) const override;
};

}  // namespace beras::backend::reference
