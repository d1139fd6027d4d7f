// A learning rate: a number, or a function of the step.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/config_value.h>

namespace beras::optimizers {

/// Converts from a number and from anything callable with the number of steps done so far (0 for
/// the first). ValueError for a function that is empty.
class LearningRate {
 public:
  LearningRate(double value) : value_(value) {}
  template <typename Schedule>
  requires(!std::convertible_to<Schedule, double> &&
           std::is_invocable_r_v<double, const Schedule&, std::int64_t>)
      LearningRate(Schedule schedule)
      : schedule_(std::move(schedule)) {
    if (!schedule_) throw ValueError("LearningRate", "a number or a function", "an empty function");
  }

  double at(std::int64_t step) const { return schedule_ ? schedule_(step) : value_; }
  bool is_schedule() const { return schedule_ != nullptr; }

 private:
  double value_ = std::numeric_limits<double>::quiet_NaN();
  std::function<double(std::int64_t step)> schedule_;
};

}  // namespace beras::optimizers

namespace beras {

/// A number; ValueError for a function, which has no configuration.
BERAS_CONFIG_VALUE(optimizers::LearningRate);

}  // namespace beras
