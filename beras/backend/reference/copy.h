// One element after the other: the truth about copies and casts.
#pragma once

#include <beras/backend/copy.h>

namespace beras::backend::reference {

class Copy : public CopyKernels {
 public:
  void copy(const Tensor& from, const Strides& from_strides, const Tensor& to) const override;
};

}  // namespace beras::backend::reference
