#include <beras/backend/cpu/optimizer.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/optimizer.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

float* floats(void* array) { return static_cast<float*>(array); }
FloatVector all(double value) { return hn::Set(Floats(), static_cast<float>(value)); }

/// A weight with its gradient, out of the slot: the compiler could not know that no store changes
/// what stands there.
struct Weight {
  Weight(const WeightSlot& slot, double learning_rate)
      : values(floats(slot.weight)),
        gradients(static_cast<const float*>(slot.gradient)),
        scale(static_cast<float>(slot.gradient_scale)),
        decay(static_cast<float>(slot.weight_decay * learning_rate)) {}

  template <typename At>
  FloatVector scaled_gradient(const At& at) const {
    return hn::Mul(at.load(gradients), hn::Set(Floats(), scale));
  }
  template <typename At>
  FloatVector decayed(const At& at) const {
    const auto value = at.load(values);
    return hn::NegMulAdd(value, hn::Set(Floats(), decay), value);
  }

  float* values;
  const float* gradients;
  float scale, decay;
};

}  // namespace

void sgd(const SgdSlot& slot, const SgdStep& step, std::int64_t begin, std::int64_t end) {
  const Weight weight(slot, step.learning_rate);
  float* const velocities = step.momentum != 0 ? floats(slot.velocity) : nullptr;
  const auto rate = all(-step.learning_rate), momentum = all(step.momentum);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    auto change = hn::Mul(rate, weight.scaled_gradient(at));
    if (velocities) {
      const auto velocity = hn::MulAdd(momentum, at.load(velocities), change);
      at.store(velocity, velocities);
      change = step.nesterov ? hn::MulAdd(momentum, velocity, change) : velocity;
    }
    at.store(hn::Add(weight.decayed(at), change), weight.values);
  });
}

void rmsprop(const RmspropSlot& slot, const RmspropStep& step, std::int64_t begin,
             std::int64_t end) {
  const Weight weight(slot, step.learning_rate);
  float* const squares = floats(slot.mean_square);
  float* const means = step.centered ? floats(slot.mean) : nullptr;
  float* const velocities = step.momentum != 0 ? floats(slot.velocity) : nullptr;
  const auto rho = all(step.rho), rest = all(1 - step.rho), rate = all(step.learning_rate);
  const auto epsilon = all(step.epsilon), momentum = all(step.momentum);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto g = weight.scaled_gradient(at);
    const auto square = hn::MulAdd(rho, at.load(squares), hn::Mul(rest, hn::Mul(g, g)));
    at.store(square, squares);
    auto denominator = hn::Add(square, epsilon);
    if (means) {
      const auto mean = hn::MulAdd(rho, at.load(means), hn::Mul(rest, g));
      at.store(mean, means);
      denominator = hn::NegMulAdd(mean, mean, denominator);
    }
    auto change = hn::Div(hn::Mul(rate, g), hn::Sqrt(denominator));
    if (velocities) {
      change = hn::MulAdd(momentum, at.load(velocities), change);
      at.store(change, velocities);
    }
    at.store(hn::Sub(weight.decayed(at), change), weight.values);
  });
}

void adam(const AdamSlot& slot, const AdamStep& step, std::int64_t begin, std::int64_t end) {
  const Weight weight(slot, step.learning_rate);
  float* const firsts = floats(slot.first_moment);
  float* const seconds = floats(slot.second_moment);
  float* const largest = step.amsgrad ? floats(slot.largest_second_moment) : nullptr;
  const auto rate = all(reference::corrected_learning_rate(step)), epsilon = all(step.epsilon);
  const auto rest_1 = all(1 - step.beta_1), rest_2 = all(1 - step.beta_2);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto g = weight.scaled_gradient(at);
    const auto m = at.load(firsts);
    const auto first = hn::MulAdd(hn::Sub(g, m), rest_1, m);
    at.store(first, firsts);
    const auto s = at.load(seconds);
    auto second = hn::MulAdd(hn::MulSub(g, g, s), rest_2, s);
    at.store(second, seconds);
    if (largest) {
      second = hn::Max(second, at.load(largest));
      at.store(second, largest);
    }
    const auto change = hn::Div(hn::Mul(rate, first), hn::Add(hn::Sqrt(second), epsilon));
    at.store(hn::Sub(weight.decayed(at), change), weight.values);
  });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <algorithm>
#include <vector>

#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(sgd);
BERAS_EXPORT(rmsprop);
BERAS_EXPORT(adam);

constexpr std::int64_t grain = 16384;  // elements that are worth another thread

/// Runs kernel(slot, begin, end) over all float32 slots as if they were one array.
template <typename Slot, typename Kernel>
void for_all_floats(std::span<const Slot> slots, const Kernel& kernel) {
  std::vector<std::int64_t> starts = {0};
  for (const Slot& slot : slots) {
    starts.push_back(starts.back() + (slot.dtype == DType::float32 ? slot.size : 0));
  }
  parallel_for(starts.back(), grain, [&](std::int64_t begin, std::int64_t end) {
    auto slot = static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), begin) -
                                         starts.begin() - 1);
    for (; slot < slots.size() && starts[slot] < end; ++slot) {
      const std::int64_t from = std::max(begin, starts[slot]);
      const std::int64_t to = std::min(end, starts[slot + 1]);
      if (from < to) kernel(slots[slot], from - starts[slot], to - starts[slot]);
    }
  });
}

template <typename Slot>
std::vector<Slot> others(std::span<const Slot> slots) {
  std::vector<Slot> result;
  std::copy_if(slots.begin(), slots.end(), std::back_inserter(result),
               [](const Slot& slot) { return slot.dtype != DType::float32; });
  return result;
}

}  // namespace

void Optimizer::sgd(std::span<const SgdSlot> slots, const SgdStep& step) const {
  for_all_floats(slots, [&](const SgdSlot& slot, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(sgd)(slot, step, begin, end);
  });
  reference::Optimizer::sgd(others(slots), step);
}

void Optimizer::rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const {
  for_all_floats(slots, [&](const RmspropSlot& slot, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(rmsprop)(slot, step, begin, end);
  });
  reference::Optimizer::rmsprop(others(slots), step);
}

void Optimizer::adam(std::span<const AdamSlot> slots, const AdamStep& step) const {
  for_all_floats(slots, [&](const AdamSlot& slot, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(adam)(slot, step, begin, end);
  });
  reference::Optimizer::adam(others(slots), step);
}

}  // namespace beras::backend::cpu
#endif
