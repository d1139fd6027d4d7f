// Reductions along rows or down columns, whichever lie straight in memory, in pieces that depend on
// the shape alone.
#pragma once

#include <beras/backend/reference/reduce.h>

namespace beras::backend::cpu {

class Reduce : public reference::Reduce {
 public:
  void reduce(ReduceKind kind, const Tensor& x, Tensor& out) const override;
};

}  // namespace beras::backend::cpu
