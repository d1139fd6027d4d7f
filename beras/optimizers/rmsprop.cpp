#include <beras/optimizers/kernel_slots_internal.h>
#include <beras/optimizers/rmsprop.h>

namespace beras::optimizers {

RMSprop::RMSprop(const RMSpropOptions& options)
    : Optimizer("RMSprop", base_options(options)), options_(options) {
  require(options_.rho >= 0 && options_.rho <= 1, label(), "rho in [0, 1]", options_.rho);
  require(options_.momentum >= 0 && options_.momentum <= 1, label(), "momentum in [0, 1]",
          options_.momentum);
  require(options_.epsilon >= 0, label(), "epsilon of at least 0", options_.epsilon);
}

Tensors RMSprop::make_slots(const Variable& weight) const {
  Tensors slots = {slot(weight, "velocity")};
  if (options_.momentum != 0) slots.push_back(slot(weight, "momentum"));
  if (options_.centered) slots.push_back(slot(weight, "average_gradient"));
  return slots;
}

void RMSprop::update(std::span<WeightUpdate> updates, double learning_rate) {
  const auto slots = kernel_slots<backend::RmspropSlot>(
      label(), updates, [&](backend::RmspropSlot& slot, const Tensors& state) {
        slot.mean_square = state[0].raw();
        if (options_.momentum != 0) slot.velocity = state[1].raw();
        if (options_.centered) slot.mean = state.back().raw();
      });
  backend::optimizer(updates.front().weight.device())
      ->rmsprop(slots, {.learning_rate = learning_rate,
                        .rho = options_.rho,
                        .momentum = options_.momentum,
                        .epsilon = options_.epsilon,
                        .centered = options_.centered});
}

}  // namespace beras::optimizers
