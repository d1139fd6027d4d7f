// Optimizer steps as plain loops: the truth that faster kernels are held against.
#pragma once

#include <beras/backend/optimizer.h>

namespace beras::backend::reference {

class Optimizer : public OptimizerKernels {
 public:
  void sgd(std::span<const SgdSlot> slots, const SgdStep& step) const override;
  void rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const override;
  void adam(std::span<const AdamSlot> slots, const AdamStep& step) const override;
};

/// The bias-corrected learning rate: lr sqrt(1 - beta_2^t) / (1 - beta_1^t).
double corrected_learning_rate(const AdamStep& step);

}  // namespace beras::backend::reference
