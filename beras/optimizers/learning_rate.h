// A learning rate: a number, a schedule, or a function of the step.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/config_value.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers {

/// Converts from a number, from a schedule or a shared pointer to one, and from anything callable
/// with the number of steps done so far (0 for the first). ValueError for a function that is empty.
class LearningRate {
 public:
  LearningRate(double value) : value_(value) {}
  template <typename Function>
  requires(!std::convertible_to<Function, double> &&
           !std::derived_from<Function, schedules::LearningRateSchedule> &&
           std::is_invocable_r_v<double, const Function&, std::int64_t>)
      LearningRate(Function function)
      : function_(std::move(function)) {
    check(function_ != nullptr);
  }
  template <std::derived_from<schedules::LearningRateSchedule> Schedule>
  LearningRate(Schedule schedule)
      : schedule_(std::make_shared<const Schedule>(std::move(schedule))) {}
  template <typename Schedule>
  requires std::derived_from<Schedule, schedules::LearningRateSchedule> LearningRate(
      std::shared_ptr<Schedule> schedule)
      : schedule_(std::move(schedule)) {
    check(schedule_ != nullptr);
  }

  double at(std::int64_t step) const {
    if (schedule_) return (*schedule_)(step);
    return function_ ? function_(step) : value_;
  }
  bool is_number() const { return !schedule_ && !function_; }
  /// Null for a number and for a function.
  const std::shared_ptr<const schedules::LearningRateSchedule>& schedule() const {
    return schedule_;
  }

 private:
  static void check(bool is_there) {
    if (!is_there) throw ValueError("LearningRate", "a number or a function", "an empty function");
  }

  double value_ = std::numeric_limits<double>::quiet_NaN();
  std::function<double(std::int64_t step)> function_;
  std::shared_ptr<const schedules::LearningRateSchedule> schedule_;
};

}  // namespace beras::optimizers

namespace beras {

/// A number, in the float32 that Keras keeps it in, or a schedule as Keras serializes it;
/// ValueError for a function, which has no configuration.
BERAS_CONFIG_VALUE(optimizers::LearningRate);

}  // namespace beras
