#include <beras/models/callbacks/learning_rate_scheduler.h>

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include <beras/base/error.h>
#include <beras/models/model.h>

namespace beras::callbacks {

LearningRateScheduler::LearningRateScheduler(Schedule schedule,
                                             LearningRateSchedulerOptions options)
    : schedule_(std::move(schedule)), options_(options) {
  if (!schedule_) throw ValueError("LearningRateScheduler", "a schedule", "an empty function");
}

void LearningRateScheduler::on_epoch_begin(int epoch) {
  optimizers::Optimizer& optimizer = model().optimizer();
  const double rate = schedule_(epoch, optimizer.learning_rate());
  if (!std::isfinite(rate)) {
    throw ValueError("LearningRateScheduler", "a finite learning rate",
                     fmt::format("{} for epoch {}", rate, epoch));
  }
  optimizer.learning_rate(rate);
  if (options_.verbose > 0)
    say(fmt::format("Epoch {}: setting the learning rate to {}.", epoch + 1, rate));
}

void LearningRateScheduler::on_epoch_end(int, Logs& logs) {
  logs["learning_rate"] = model().optimizer().learning_rate();
}

}  // namespace beras::callbacks
