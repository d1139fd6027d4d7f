#include <beras/optimizers/kernel_slots_internal.h>
#include <beras/optimizers/rmsprop.h>

namespace beras::optimizers {

RMSprop::RMSprop(const RMSpropOptions& options)
    : Optimizer("RMSprop", {.learning_rate = options.learning_rate,
                            .weight_decay = options.weight_decay,
                            .clipnorm = options.clipnorm,
                            .clipvalue = options.clipvalue,
                            .global_clipnorm = options.global_clipnorm}),
      rho_(options.rho),
      momentum_(options.momentum),
      epsilon_(options.epsilon),
      centered_(options.centered) {
  require(rho_ >= 0 && rho_ <= 1, name(), "rho in [0, 1]", rho_);
  require(momentum_ >= 0 && momentum_ <= 1, name(), "momentum in [0, 1]", momentum_);
  require(epsilon_ >= 0, name(), "epsilon of at least 0", epsilon_);
}

Tensors RMSprop::make_slots(const Variable& weight) const {
  Tensors slots = {slot(weight, "velocity")};
  if (momentum_ != 0) slots.push_back(slot(weight, "momentum"));
  if (centered_) slots.push_back(slot(weight, "average_gradient"));
  return slots;
}

void RMSprop::update(std::span<WeightUpdate> updates, double learning_rate) {
  const auto slots = kernel_slots<backend::RmspropSlot>(
      name(), updates, [&](backend::RmspropSlot& slot, const Tensors& state) {
        slot.mean_square = state[0].raw();
        if (momentum_ != 0) slot.velocity = state[1].raw();
        if (centered_) slot.mean = state.back().raw();
      });
  backend::optimizer(updates.front().weight.device())
      ->rmsprop(slots, {.learning_rate = learning_rate,
                        .rho = rho_,
                        .momentum = momentum_,
                        .epsilon = epsilon_,
                        .centered = centered_});
}

}  // namespace beras::optimizers
