#include <beras/backend/cpu/optimizer.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/optimizer.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

const float* floats(const void* array) { return static_cast<const float*>(array); }
float* floats(void* array) { return static_cast<float*>(array); }
FloatVector all(double value) { return hn::Set(Floats(), static_cast<float>(value)); }

template <typename At>
FloatVector scaled_gradient(const At& at, const WeightSlot& slot) {
  return hn::Mul(at.load(floats(slot.gradient)), all(slot.gradient_scale));
}

template <typename At>
FloatVector decayed_weight(const At& at, const WeightSlot& slot, double learning_rate) {
  const auto w = at.load(floats(slot.weight));
  return hn::NegMulAdd(w, all(slot.weight_decay * learning_rate), w);
}

}  // namespace

void sgd(const SgdSlot& slot, const SgdStep& step, std::int64_t begin, std::int64_t end) {
  const auto rate = all(-step.learning_rate), momentum = all(step.momentum);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    auto change = hn::Mul(rate, scaled_gradient(at, slot));
    if (step.momentum != 0) {
      const auto velocity = hn::MulAdd(momentum, at.load(floats(slot.velocity)), change);
      at.store(velocity, floats(slot.velocity));
      change = step.nesterov ? hn::MulAdd(momentum, velocity, change) : velocity;
    }
    at.store(hn::Add(decayed_weight(at, slot, step.learning_rate), change), floats(slot.weight));
  });
}

void rmsprop(const RmspropSlot& slot, const RmspropStep& step, std::int64_t begin,
             std::int64_t end) {
  const auto rho = all(step.rho), rest = all(1 - step.rho), rate = all(step.learning_rate);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto g = scaled_gradient(at, slot);
    const auto square =
        hn::MulAdd(rho, at.load(floats(slot.mean_square)), hn::Mul(rest, hn::Mul(g, g)));
    at.store(square, floats(slot.mean_square));
    auto denominator = hn::Add(square, all(step.epsilon));
    if (step.centered) {
      const auto mean = hn::MulAdd(rho, at.load(floats(slot.mean)), hn::Mul(rest, g));
      at.store(mean, floats(slot.mean));
      denominator = hn::NegMulAdd(mean, mean, denominator);
    }
    auto change = hn::Div(hn::Mul(rate, g), hn::Sqrt(denominator));
    if (step.momentum != 0) {
      change = hn::MulAdd(all(step.momentum), at.load(floats(slot.velocity)), change);
      at.store(change, floats(slot.velocity));
    }
    at.store(hn::Sub(decayed_weight(at, slot, step.learning_rate), change), floats(slot.weight));
  });
}

void adam(const AdamSlot& slot, const AdamStep& step, std::int64_t begin, std::int64_t end) {
  const auto rate = all(reference::corrected_learning_rate(step)), epsilon = all(step.epsilon);
  const auto rest_1 = all(1 - step.beta_1), rest_2 = all(1 - step.beta_2);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto g = scaled_gradient(at, slot);
    const auto m = at.load(floats(slot.first_moment));
    const auto first = hn::MulAdd(hn::Sub(g, m), rest_1, m);
    at.store(first, floats(slot.first_moment));
    const auto s = at.load(floats(slot.second_moment));
    auto second = hn::MulAdd(hn::MulSub(g, g, s), rest_2, s);
    at.store(second, floats(slot.second_moment));
    if (step.amsgrad) {
      second = hn::Max(second, at.load(floats(slot.largest_second_moment)));
      at.store(second, floats(slot.largest_second_moment));
    }
    const auto change = hn::Div(hn::Mul(rate, first), hn::Add(hn::Sqrt(second), epsilon));
    at.store(hn::Sub(decayed_weight(at, slot, step.learning_rate), change), floats(slot.weight));
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

HWY_EXPORT(sgd);
HWY_EXPORT(rmsprop);
HWY_EXPORT(adam);

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
    HWY_DYNAMIC_DISPATCH(sgd)(slot, step, begin, end);
  });
  reference::Optimizer::sgd(others(slots), step);
}

void Optimizer::rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const {
  for_all_floats(slots, [&](const RmspropSlot& slot, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(rmsprop)(slot, step, begin, end);
  });
  reference::Optimizer::rmsprop(others(slots), step);
}

void Optimizer::adam(std::span<const AdamSlot> slots, const AdamStep& step) const {
  for_all_floats(slots, [&](const AdamSlot& slot, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(adam)(slot, step, begin, end);
  });
  reference::Optimizer::adam(others(slots), step);
}

}  // namespace beras::backend::cpu
#endif
