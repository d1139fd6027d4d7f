// Copies by threads, in the order of the destination's memory.
#pragma once

#include <beras/backend/reference/copy.h>

namespace beras::backend::cpu {

class Copy : public reference::Copy {
 public:
  void copy(const Tensor& from, const Strides& from_strides, const Tensor& to) const override;
};

}  // namespace beras::backend::cpu
