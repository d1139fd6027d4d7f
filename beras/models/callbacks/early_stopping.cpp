#include <beras/models/callbacks/early_stopping.h>

#include <fmt/format.h>

#include <utility>

#include <beras/models/model.h>

namespace beras::callbacks {

EarlyStopping::EarlyStopping(EarlyStoppingOptions options)
    : MonitorCallback("EarlyStopping", options.monitor, options.mode, options.min_delta),
      options_(std::move(options)) {}

void EarlyStopping::on_train_begin() {
  find_direction();
  best(std::nullopt);
  best_weights_.clear();
  wait_ = stopped_epoch_ = best_epoch_ = 0;
}

void EarlyStopping::on_epoch_end(int epoch, Logs& logs) {
  const std::optional<double> value = value_in(logs);
  if (!value || epoch < options_.start_from_epoch) return;
  ++wait_;
  if (is_better(*value, best())) {
    best(value);
    best_epoch_ = epoch;
    if (options_.restore_best_weights) best_weights_ = model().get_weights();
    if (is_better(*value, options_.baseline)) wait_ = 0;
  } else if (wait_ >= options_.patience && epoch > 0) {
    stopped_epoch_ = epoch;
    model().stop_training = true;
  }
}

void EarlyStopping::on_train_end(const Logs&) {
  const bool speaks = options_.verbose > 0;
  if (speaks && stopped_epoch_ > 0)
    say(fmt::format("Epoch {}: early stopping", stopped_epoch_ + 1));
  if (best_weights_.empty()) return;
  if (speaks) say(fmt::format("Restoring model weights from the best epoch: {}.", best_epoch_ + 1));
  model().set_weights(best_weights_);
}

}  // namespace beras::callbacks
