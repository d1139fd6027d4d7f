#include <beras/optimizers/schedules/cosine_decay.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <beras/optimizers/schedules/check_internal.h>

namespace beras::optimizers::schedules {

CosineDecay::CosineDecay(Scalar initial_learning_rate, Scalar decay_steps,
                         CosineDecayOptions options)
    : initial_learning_rate_(initial_learning_rate),
      decay_steps_(decay_steps),
      options_(std::move(options)) {
  check_steps("CosineDecay", "decay_steps", decay_steps_);
}

double CosineDecay::decayed(double begin, double step) const {
  const double length = decay_steps_.as<double>();
  const double p = std::min(step, length) / length;
  const double alpha = options_.alpha.as<double>();
  return begin * ((1 - alpha) * 0.5 * (1 + std::cos(std::numbers::pi * p)) + alpha);
}

double CosineDecay::operator()(std::int64_t step) const {
  const auto done = static_cast<double>(step);
  const double initial = initial_learning_rate_.as<double>();
  if (!options_.warmup_target) return decayed(initial, done);
  const double target = options_.warmup_target->as<double>();
  const double warmup_steps = options_.warmup_steps.as<double>();
  if (done < warmup_steps) return initial + (target - initial) * done / warmup_steps;
  return decayed(target, done - warmup_steps);
}

}  // namespace beras::optimizers::schedules
