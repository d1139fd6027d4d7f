#include <beras/optimizers/schedules/exponential_decay.h>

#include <cmath>
#include <utility>

#include <beras/optimizers/schedules/check_internal.h>

namespace beras::optimizers::schedules {

ExponentialDecay::ExponentialDecay(Scalar initial_learning_rate, Scalar decay_steps,
                                   Scalar decay_rate, ExponentialDecayOptions options)
    : initial_learning_rate_(initial_learning_rate),
      decay_steps_(decay_steps),
      decay_rate_(decay_rate),
      options_(std::move(options)) {
  check_steps("ExponentialDecay", "decay_steps", decay_steps_);
}

double ExponentialDecay::operator()(std::int64_t step) const {
  const double p = static_cast<double>(step) / decay_steps_.as<double>();
  return initial_learning_rate_.as<double>() *
         std::pow(decay_rate_.as<double>(), options_.staircase ? std::floor(p) : p);
}

}  // namespace beras::optimizers::schedules
