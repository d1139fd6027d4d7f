// Ends training when a value has stopped improving.
#pragma once

#include <optional>
#include <string>

#include <beras/models/callbacks/monitor_callback.h>

namespace beras::callbacks {

struct EarlyStoppingOptions {
  std::string monitor = "val_loss";
  /// An improvement of this much or less counts as none.
  double min_delta = 0;
  /// Epochs without improvement after which training ends.
  int patience = 0;
  /// 1 says when it acts.
  int verbose = 0;
  /// "min", "max", or "auto": by the kind of the value.
  std::string mode = "auto";
  /// An improvement that is not better than this does not renew the patience.
  std::optional<double> baseline = std::nullopt;
  /// Ends with the weights of the best epoch instead of the last one's, stopped early or not.
  bool restore_best_weights = false;
  /// Epochs before this one do not count.
  int start_from_epoch = 0;
};

/// Sets `stop_training` after `patience` epochs without improvement, never after epoch 0.
///
/// ValueError if the mode is unknown, the logs have no such value, or "auto" cannot tell which way
/// is better.
class BERAS_API EarlyStopping : public MonitorCallback {
 public:
  explicit EarlyStopping(EarlyStoppingOptions options = {});

  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_end(const Logs& logs) override;

  /// The epoch after which it ended training; 0 if it did not.
  int stopped_epoch() const { return stopped_epoch_; }
  int best_epoch() const { return best_epoch_; }
  /// The epochs without improvement so far.
  int wait() const { return wait_; }

 private:
  EarlyStoppingOptions options_;
  int wait_ = 0;
  int stopped_epoch_ = 0;
  int best_epoch_ = 0;
  Tensors best_weights_;
};

}  // namespace beras::callbacks
