#include <beras/optimizers/schedules/polynomial_decay.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <beras/optimizers/schedules/check_internal.h>

namespace beras::optimizers::schedules {

PolynomialDecay::PolynomialDecay(Scalar initial_learning_rate, Scalar decay_steps,
                                 PolynomialDecayOptions options)
    : initial_learning_rate_(initial_learning_rate),
      decay_steps_(decay_steps),
      options_(std::move(options)) {
  check_steps("PolynomialDecay", "decay_steps", decay_steps_);
}

double PolynomialDecay::operator()(std::int64_t step) const {
  const auto done = static_cast<double>(step);
  double length = decay_steps_.as<double>();
  if (options_.cycle) length *= step == 0 ? 1 : std::ceil(done / length);
  const double p = std::min(done, length) / length;
  const double end = options_.end_learning_rate.as<double>();
  return (initial_learning_rate_.as<double>() - end) *
             std::pow(1 - p, options_.power.as<double>()) +
         end;
}

}  // namespace beras::optimizers::schedules
