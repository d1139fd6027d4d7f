#include <beras/optimizers/schedules/get.h>

#include <beras/base/type_of_internal.h>
#include <beras/optimizers/schedules/all.h>

namespace beras::optimizers::schedules {

Registry<std::shared_ptr<LearningRateSchedule>>& registry() {
  static auto& known = *new Registry<std::shared_ptr<LearningRateSchedule>>(
      "keras.optimizers.schedules", "schedule", All());
  return known;
}

Config LearningRateSchedule::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this),
                              "LearningRateSchedule");
}

Config LearningRateSchedule::serialized() const {
  return registry().serialize(type_of(*this), get_config());
}

}  // namespace beras::optimizers::schedules
