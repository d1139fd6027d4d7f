// Optimizer steps with vectors and threads for float32; float64 is left to the reference.
#pragma once

#include <beras/backend/reference/optimizer.h>

namespace beras::backend::cpu {

class Optimizer : public reference::Optimizer {
 public:
  void sgd(std::span<const SgdSlot> slots, const SgdStep& step) const override;
  void rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const override;
  void adam(std::span<const AdamSlot> slots, const AdamStep& step) const override;
};

}  // namespace beras::backend::cpu
