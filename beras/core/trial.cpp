#include <utility>

#include <beras/core/context_internal.h>
#include <beras/core/trial_internal.h>

namespace beras {

TrialRun::TrialRun()
    : replaying_before_(std::exchange(core_context().replaying, true)),
      trial_before_(std::exchange(core_context().trial, true)) {}

TrialRun::~TrialRun() {
  core_context().replaying = replaying_before_;
  core_context().trial = trial_before_;
}

OutsideTrial::OutsideTrial()
    : trial_before_(std::exchange(core_context().trial, false)),
      replaying_before_(core_context().replaying),
      where_(weight_device()) {
  if (!trial_before_) return;
  core_context().replaying = false;
  seeds_.emplace(false);
}

OutsideTrial::~OutsideTrial() {
  core_context().replaying = replaying_before_;
  core_context().trial = trial_before_;
}

}  // namespace beras
