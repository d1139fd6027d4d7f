#include <beras/optimizers/schedules/cosine_decay_restarts.h>

#include <cmath>
#include <numbers>
#include <utility>

#include <beras/optimizers/schedules/check_internal.h>

namespace beras::optimizers::schedules {

CosineDecayRestarts::CosineDecayRestarts(Scalar initial_learning_rate, Scalar first_decay_steps,
                                         CosineDecayRestartsOptions options)
    : initial_learning_rate_(initial_learning_rate),
      first_decay_steps_(first_decay_steps),
      options_(std::move(options)) {
  check_steps("CosineDecayRestarts", "first_decay_steps", first_decay_steps_);
}

double CosineDecayRestarts::operator()(std::int64_t step) const {
  const double ways = static_cast<double>(step) / first_decay_steps_.as<double>();
  const double t_mul = options_.t_mul.as<double>();
  double restarts = std::floor(ways);
  double p = ways - restarts;
  if (t_mul != 1) {
    // The ways so far are the sum of a geometric series.
    restarts = std::floor(std::log(1 - ways * (1 - t_mul)) / std::log(t_mul));
    const double length = std::pow(t_mul, restarts);
    p = (ways - (1 - length) / (1 - t_mul)) / length;
  }
  const double alpha = options_.alpha.as<double>();
  const double height = 0.5 * std::pow(options_.m_mul.as<double>(), restarts);
  return initial_learning_rate_.as<double>() *
         ((1 - alpha) * height * (1 + std::cos(std::numbers::pi * p)) + alpha);
}

}  // namespace beras::optimizers::schedules
