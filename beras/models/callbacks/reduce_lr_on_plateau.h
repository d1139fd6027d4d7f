// Lowers the learning rate when a value has stopped improving.
#pragma once

#include <string>

#include <beras/models/callbacks/monitor_callback.h>

namespace beras::callbacks {

struct ReduceLROnPlateauOptions {
  std::string monitor = "val_loss";
  /// What the learning rate is multiplied with, in [0, 1).
  double factor = 0.1;
  /// Epochs without improvement after which it is lowered.
  int patience = 10;
  /// 1 says when it acts.
  int verbose = 0;
  /// "min", "max", or "auto": by the kind of the value.
  std::string mode = "auto";
  /// An improvement of this much or less counts as none.
  double min_delta = 1e-4;
  /// Epochs after a reduction that do not count.
  int cooldown = 0;
  /// The learning rate is not lowered beyond this.
  double min_lr = 0;
};

/// learning_rate = max(learning_rate * factor, min_lr) after `patience` epochs without improvement.
/// Adds the "learning_rate" of each epoch to its logs.
///
/// ValueError for a factor outside [0, 1), and as EarlyStopping.
class BERAS_API ReduceLROnPlateau : public MonitorCallback {
 public:
  explicit ReduceLROnPlateau(ReduceLROnPlateauOptions options = {});

  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;

  /// The epochs without improvement so far.
  int wait() const { return wait_; }
  /// The epochs left that do not count.
  int cooldown_counter() const { return cooldown_; }

 private:
  void reduce(int epoch);

  ReduceLROnPlateauOptions options_;
  int wait_ = 0;
  int cooldown_ = 0;  // epochs left
};

}  // namespace beras::callbacks
