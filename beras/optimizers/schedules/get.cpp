#include <beras/optimizers/schedules/get.h>

#include <beras/base/type_of_internal.h>
#include <beras/optimizers/schedules/all.h>

namespace beras::optimizers::schedules {

Registry<std::shared_ptr<LearningRateSchedule>>& registry() {
  static auto& known = *new Registry<std::shared_ptr<LearningRateSchedule>>(
      "keras.optimizers.schedules", "schedule", All());
  return known;
}

Config serialize(const LearningRateSchedule& schedule) {
  return registry().serialize(type_of(schedule), schedule.get_config());
}

std::shared_ptr<LearningRateSchedule> deserialize(const Config& config) {
  return registry().make_from(config);
}

Config LearningRateSchedule::get_config() const {
  return registry().config_of(type_of(*this), dynamic_cast<const void*>(this),
                              "LearningRateSchedule");
}

}  // namespace beras::optimizers::schedules
