// The standard library's sorts: the truth about order.
#pragma once

#include <beras/backend/sort.h>

namespace beras::backend::reference {

class Sort : public SortKernels {
 public:
  void argsort(const Tensor& x, Tensor& out) const override;
  void top_k(const Tensor& x, Tensor& out) const override;
};

}  // namespace beras::backend::reference
