// Plain loops in the order of memory: the truth about reductions.
#pragma once

#include <beras/backend/reduce.h>

namespace beras::backend::reference {

class Reduce : public ReduceKernels {
 public:
  void reduce(ReduceKind kind, const Tensor& x, Tensor& out) const override;
  void argument(ArgumentKind kind, const Tensor& x, Tensor& out) const override;
  std::int64_t first_nan(const Tensor& x) const override;
};

}  // namespace beras::backend::reference
