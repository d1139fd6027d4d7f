// Runs in which nothing is computed, and what is done for good within them. Private to the library.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/base/hold_seeds_internal.h>
#include <beras/core/scopes.h>
#include <beras/tensor/device.h>

namespace beras {

/// While it lives, calls on this thread compute nothing and leave no trace: nothing is recorded,
/// kept, drawn or added to losses.
class BERAS_API TrialRun {
 public:
  TrialRun();
  ~TrialRun();
  TrialRun(const TrialRun&) = delete;
  TrialRun& operator=(const TrialRun&) = delete;

 private:
  PauseRecording pause_;
  ForgetCalls forget_;
  HoldSeeds hold_;
  ShapesOnly shapes_only_;
  bool replaying_before_;
  bool trial_before_;
};

/// Where weights are made: tensors lie on the device for weights, and within a trial run, what is
/// done while it lives is done for good, as a layer may be called for the first time there.
class BERAS_API OutsideTrial {
 public:
  OutsideTrial();
  ~OutsideTrial();
  OutsideTrial(const OutsideTrial&) = delete;
  OutsideTrial& operator=(const OutsideTrial&) = delete;

 private:
  bool trial_before_;
  bool replaying_before_;
  DeviceScope where_;
  std::optional<HoldSeeds> seeds_;
};

}  // namespace beras
