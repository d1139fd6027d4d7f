#include <beras/optimizers/adam.h>
#include <beras/optimizers/kernel_slots_internal.h>

namespace beras::optimizers {

Adam::Adam(const AdamOptions& options) : Adam("Adam", options) {}

Adam::Adam(std::string name, const AdamOptions& options)
    : Optimizer(std::move(name), {.learning_rate = options.learning_rate,
                                  .weight_decay = options.weight_decay,
                                  .clipnorm = options.clipnorm,
                                  .clipvalue = options.clipvalue,
                                  .global_clipnorm = options.global_clipnorm}),
      beta_1_(options.beta_1),
      beta_2_(options.beta_2),
      epsilon_(options.epsilon),
      amsgrad_(options.amsgrad) {
  require(beta_1_ >= 0 && beta_1_ < 1, this->name(), "beta_1 in [0, 1)", beta_1_);
  require(beta_2_ >= 0 && beta_2_ < 1, this->name(), "beta_2 in [0, 1)", beta_2_);
  require(epsilon_ >= 0, this->name(), "epsilon of at least 0", epsilon_);
}

Tensors Adam::make_slots(const Variable& weight) const {
  Tensors slots = {slot(weight, "momentum"), slot(weight, "velocity")};
  if (amsgrad_) slots.push_back(slot(weight, "velocity_hat"));
  return slots;
}

void Adam::update(std::span<WeightUpdate> updates, double learning_rate) {
  const auto slots = kernel_slots<backend::AdamSlot>(
      name(), updates, [&](backend::AdamSlot& slot, const Tensors& state) {
        slot.first_moment = state[0].raw();
        slot.second_moment = state[1].raw();
        if (amsgrad_) slot.largest_second_moment = state[2].raw();
      });
  backend::optimizer(updates.front().weight.device())
      ->adam(slots, {.learning_rate = learning_rate,
                     .beta_1 = beta_1_,
                     .beta_2 = beta_2_,
                     .epsilon = epsilon_,
                     .amsgrad = amsgrad_,
                     .step = iterations() + 1});
}

}  // namespace beras::optimizers
