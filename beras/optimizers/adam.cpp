#include <beras/optimizers/adam.h>
#include <beras/optimizers/kernel_slots_internal.h>

namespace beras::optimizers {

Adam::Adam(const AdamOptions& options) : Adam("Adam", options) {}

Adam::Adam(std::string label, const AdamOptions& options)
    : Optimizer(std::move(label), base_options(options)), options_(options) {
  require(options_.beta_1 >= 0 && options_.beta_1 < 1, this->label(), "beta_1 in [0, 1)",
          options_.beta_1);
  require(options_.beta_2 >= 0 && options_.beta_2 < 1, this->label(), "beta_2 in [0, 1)",
          options_.beta_2);
  require(options_.epsilon >= 0, this->label(), "epsilon of at least 0", options_.epsilon);
}

Tensors Adam::make_slots(const Variable& weight) const {
  Tensors slots = {slot(weight, "momentum"), slot(weight, "velocity")};
  if (options_.amsgrad) slots.push_back(slot(weight, "velocity_hat"));
  return slots;
}

void Adam::update(std::span<WeightUpdate> updates, double learning_rate) {
  const auto slots = kernel_slots<backend::AdamSlot>(
      label(), updates, [&](backend::AdamSlot& slot, const Tensors& state) {
        slot.first_moment = state[0].raw();
        slot.second_moment = state[1].raw();
        if (options_.amsgrad) slot.largest_second_moment = state[2].raw();
      });
  backend::optimizer(updates.front().weight.device())
      ->adam(slots, {.learning_rate = learning_rate,
                     .beta_1 = options_.beta_1,
                     .beta_2 = options_.beta_2,
                     .epsilon = options_.epsilon,
                     .amsgrad = options_.amsgrad,
                     .step = iterations() + 1});
}

}  // namespace beras::optimizers
