// Learning rate schedules from configurations.
#pragma once

#include <concepts>
#include <memory>

#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

/// All schedules: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<std::shared_ptr<LearningRateSchedule>>& registry();

}  // namespace beras::optimizers::schedules

namespace beras {

template <std::derived_from<optimizers::schedules::LearningRateSchedule> Class>
Registry<std::shared_ptr<optimizers::schedules::LearningRateSchedule>>& registry_of(Type<Class>) {
  return optimizers::schedules::registry();
}

}  // namespace beras
