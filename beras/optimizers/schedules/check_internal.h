// What schedules check of their arguments.
#pragma once

#include <string>
#include <string_view>

#include <beras/base/error.h>
#include <beras/core/config_value.h>

namespace beras::optimizers::schedules {

/// ValueError for a number of steps that is not above 0.
inline void check_steps(std::string_view who, const char* argument, const Scalar& steps) {
  if (steps.as<double>() > 0) return;
  throw ValueError(who, std::string(argument) + " above 0",
                   to_string(ConfigValue<Scalar>::write(steps)));
}

}  // namespace beras::optimizers::schedules
