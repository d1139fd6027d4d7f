// A learning rate for each epoch.
#pragma once

#include <functional>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras::callbacks {

/// Gives the learning rate of an epoch (0 for the first) from the present one.
using Schedule = std::function<double(int epoch, double learning_rate)>;

struct LearningRateSchedulerOptions {
  /// 1 says what it sets.
  int verbose = 0;
};

/// Sets the learning rate as each epoch begins, and adds it to the logs as "learning_rate".
///
/// ValueError for an empty function, and for a rate that is not a finite number.
class BERAS_API LearningRateScheduler : public Callback {
 public:
  explicit LearningRateScheduler(Schedule schedule, LearningRateSchedulerOptions options = {});

  void on_epoch_begin(int epoch) override;
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  Schedule schedule_;
  LearningRateSchedulerOptions options_;
};

}  // namespace beras::callbacks
