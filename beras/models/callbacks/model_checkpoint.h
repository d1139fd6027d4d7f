// Saves the weights while training.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>

#include <beras/models/callbacks/monitor_callback.h>

namespace beras::callbacks {

/// After how many batches ModelCheckpoint saves, counted over epochs, or "epoch": at the end of
/// each. ValueError for another word, and for less than one batch.
class BERAS_API SaveFrequency {
 public:
  SaveFrequency(const char* word);
  template <std::integral T>
  SaveFrequency(T batches) : SaveFrequency(std::optional<std::int64_t>(batches)) {}

  /// None: at the end of each epoch.
  const std::optional<std::int64_t>& batches() const { return batches_; }

 private:
  SaveFrequency(std::optional<std::int64_t> batches);

  std::optional<std::int64_t> batches_;
};

struct ModelCheckpointOptions {
  std::string monitor = "val_loss";
  /// 1 says when it acts.
  int verbose = 0;
  /// Saves only when the value monitored is the best so far, also over several fits.
  bool save_best_only = false;
  /// Weights are what Beras saves: false is refused.
  bool save_weights_only = true;
  /// "min", "max", or "auto": by the kind of the value.
  std::string mode = "auto";
  SaveFrequency save_freq = "epoch";
  /// What the first value must be better than.
  std::optional<double> initial_value_threshold = std::nullopt;
};

/// Saves the weights to a .npz file, as Model::save_weights, in a folder that is made if needed.
///
/// In the path {epoch} (1 for the first), {batch} where it saves after batches, and each value of
/// the logs stand for themselves, with a format as in Python: "{epoch:02d}-{val_loss:.2f}.npz";
/// {{ and }} are braces.
///
/// ValueError for options that do not go together, another ending, an unknown name in the path, and
/// as EarlyStopping; FormatError if the file cannot be written.
class BERAS_API ModelCheckpoint : public MonitorCallback {
 public:
  explicit ModelCheckpoint(std::string filepath, ModelCheckpointOptions options = {});

  void on_train_begin() override;
  void on_epoch_begin(int epoch) override { epoch_ = epoch; }
  void on_train_batch_end(std::int64_t batch, const Logs& logs) override;
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  void save(const Logs& logs, const std::optional<std::int64_t>& batch);
  std::string path(const Logs& logs, const std::optional<std::int64_t>& batch) const;

  std::string filepath_;
  ModelCheckpointOptions options_;
  int epoch_ = 0;
  std::int64_t batches_ = 0;  // since it last saved
};

}  // namespace beras::callbacks
