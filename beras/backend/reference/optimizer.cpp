#include <beras/backend/reference/optimizer.h>

#include <algorithm>
#include <cmath>

namespace beras::backend::reference {
namespace {

template <typename T>
T decayed(T weight, const WeightSlot& slot, double learning_rate) {
  return weight - weight * static_cast<T>(slot.weight_decay * learning_rate);
}

template <typename T>
void update(const SgdSlot& slot, const SgdStep& step) {
  auto* weight = static_cast<T*>(slot.weight);
  const auto* gradient = static_cast<const T*>(slot.gradient);
  auto* velocity = static_cast<T*>(slot.velocity);
  const T momentum = static_cast<T>(step.momentum);
  for (std::int64_t i = 0; i < slot.size; ++i) {
    const T w = decayed(weight[i], slot, step.learning_rate);
    T change =
        static_cast<T>(-step.learning_rate) * (gradient[i] * static_cast<T>(slot.gradient_scale));
    if (step.momentum != 0) {
      velocity[i] = momentum * velocity[i] + change;
      change = step.nesterov ? momentum * velocity[i] + change : velocity[i];
    }
    weight[i] = w + change;
  }
}

template <typename T>
void update(const RmspropSlot& slot, const RmspropStep& step) {
  auto* weight = static_cast<T*>(slot.weight);
  const auto* gradient = static_cast<const T*>(slot.gradient);
  auto* mean_square = static_cast<T*>(slot.mean_square);
  auto* mean = static_cast<T*>(slot.mean);
  auto* velocity = static_cast<T*>(slot.velocity);
  const T rho = static_cast<T>(step.rho), rest = static_cast<T>(1 - step.rho);
  for (std::int64_t i = 0; i < slot.size; ++i) {
    const T g = gradient[i] * static_cast<T>(slot.gradient_scale);
    const T w = decayed(weight[i], slot, step.learning_rate);
    mean_square[i] = rho * mean_square[i] + rest * (g * g);
    T denominator = mean_square[i] + static_cast<T>(step.epsilon);
    if (step.centered) {
      mean[i] = rho * mean[i] + rest * g;
      denominator -= mean[i] * mean[i];
    }
    T change = static_cast<T>(step.learning_rate) * g / std::sqrt(denominator);
    if (step.momentum != 0) {
      change = velocity[i] = static_cast<T>(step.momentum) * velocity[i] + change;
    }
    weight[i] = w - change;
  }
}

template <typename T>
void update(const AdamSlot& slot, const AdamStep& step) {
  auto* weight = static_cast<T*>(slot.weight);
  const auto* gradient = static_cast<const T*>(slot.gradient);
  auto* first = static_cast<T*>(slot.first_moment);
  auto* second = static_cast<T*>(slot.second_moment);
  auto* largest = static_cast<T*>(slot.largest_second_moment);
  const T rate = static_cast<T>(corrected_learning_rate(step));
  for (std::int64_t i = 0; i < slot.size; ++i) {
    const T g = gradient[i] * static_cast<T>(slot.gradient_scale);
    const T w = decayed(weight[i], slot, step.learning_rate);
    first[i] += (g - first[i]) * static_cast<T>(1 - step.beta_1);
    second[i] += (g * g - second[i]) * static_cast<T>(1 - step.beta_2);
    T square = second[i];
    if (step.amsgrad) square = largest[i] = std::max(largest[i], square);
    weight[i] = w - rate * first[i] / (std::sqrt(square) + static_cast<T>(step.epsilon));
  }
}

template <typename Slot, typename Step>
void update_all(std::span<const Slot> slots, const Step& step) {
  for (const Slot& slot : slots) {
    if (slot.dtype == DType::float64)
      update<double>(slot, step);
    else
      update<float>(slot, step);
  }
}

}  // namespace

double corrected_learning_rate(const AdamStep& step) {
  const auto t = static_cast<double>(step.step);
  return step.learning_rate * std::sqrt(1 - std::pow(step.beta_2, t)) /
         (1 - std::pow(step.beta_1, t));
}

void Optimizer::sgd(std::span<const SgdSlot> slots, const SgdStep& step) const {
  update_all(slots, step);
}

void Optimizer::rmsprop(std::span<const RmspropSlot> slots, const RmspropStep& step) const {
  update_all(slots, step);
}

void Optimizer::adam(std::span<const AdamSlot> slots, const AdamStep& step) const {
  update_all(slots, step);
}

}  // namespace beras::backend::reference
