// What the optimizers that update all weights in one pass share: their slots, and checks of their
// options.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <beras/backend/optimizer.h>
#include <beras/base/error.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

inline void require(bool holds, std::string_view who, std::string_view expected, double received) {
  if (!holds) throw ValueError(who, expected, std::to_string(received));
}

/// The kernels' slots of these weights, which from now on count as written; `fill(slot, tensors)`
/// sets the pointers to the state of one. DTypeError or ValueError, before anything counts as
/// written, if the kernels cannot take a weight.
template <typename Slot, typename Fill>
std::vector<Slot> kernel_slots(std::string_view who, std::span<WeightUpdate> updates, Fill fill) {
  std::vector<Slot> slots(updates.size());
  for (std::size_t i = 0; i < updates.size(); ++i) {
    const WeightUpdate& update = updates[i];
    const DType dtype = update.weight.dtype();
    if (dtype != DType::float32 && dtype != DType::float64) {
      throw DTypeError(who, "weights of float32 or float64", std::string(dtype_name(dtype)));
    }
    if (!update.weight.is_contiguous()) {
      throw ValueError(who, "contiguous weights",
                       "a view of shape " + to_string(update.weight.shape()));
    }
    slots[i].dtype = dtype;
    slots[i].size = update.weight.size();
    slots[i].weight = update.weight.raw();
    slots[i].gradient = update.gradient.raw();
    slots[i].gradient_scale = update.gradient_scale;
    slots[i].weight_decay = update.weight_decay;
    fill(slots[i], update.slots);
  }
  for (WeightUpdate& update : updates) update.weight.bump_version();
  return slots;
}

}  // namespace beras::optimizers
