#include <beras/optimizers/kernel_slots_internal.h>
#include <beras/optimizers/sgd.h>

namespace beras::optimizers {

SGD::SGD(const SGDOptions& options) : Optimizer("SGD", base_options(options)), options_(options) {
  require(options_.momentum >= 0 && options_.momentum <= 1, label(), "momentum in [0, 1]",
          options_.momentum);
}

Tensors SGD::make_slots(const Variable& weight) const {
  if (options_.momentum == 0) return {};
  return {slot(weight, "momentum")};
}

void SGD::update(std::span<WeightUpdate> updates, double learning_rate) {
  const auto slots = kernel_slots<backend::SgdSlot>(
      label(), updates, [&](backend::SgdSlot& slot, const Tensors& state) {
        if (options_.momentum != 0) slot.velocity = state[0].raw();
      });
  backend::optimizer(updates.front().weight.device())
      ->sgd(slots, {.learning_rate = learning_rate,
                    .momentum = options_.momentum,
                    .nesterov = options_.nesterov});
}

}  // namespace beras::optimizers
