#include <beras/models/callbacks/reduce_lr_on_plateau.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <beras/base/error.h>
#include <beras/models/model.h>

namespace beras::callbacks {

ReduceLROnPlateau::ReduceLROnPlateau(ReduceLROnPlateauOptions options)
    : MonitorCallback("ReduceLROnPlateau", options.monitor, options.mode, options.min_delta),
      options_(std::move(options)) {
  if (!(options_.factor >= 0 && options_.factor < 1))
    throw ValueError(label(), "a factor in [0, 1)", fmt::format("{}", options_.factor));
}

void ReduceLROnPlateau::on_train_begin() {
  find_direction();
  best(std::nullopt);
  wait_ = cooldown_ = 0;
}

void ReduceLROnPlateau::on_epoch_end(int epoch, Logs& logs) {
  logs["learning_rate"] = model().optimizer().learning_rate();
  const std::optional<double> value = value_in(logs);
  if (!value) return;
  if (cooldown_ > 0) {
    --cooldown_;
    wait_ = 0;
  }
  if (is_better(*value, best())) {
    best(value);
    wait_ = 0;
  } else if (cooldown_ == 0 && ++wait_ >= options_.patience) {
    reduce(epoch);
  }
}

void ReduceLROnPlateau::reduce(int epoch) {
  optimizers::Optimizer& optimizer = model().optimizer();
  const double old_rate = optimizer.learning_rate();
  if (old_rate <= options_.min_lr) return;
  const double new_rate = std::max(old_rate * options_.factor, options_.min_lr);
  optimizer.learning_rate(new_rate);
  cooldown_ = options_.cooldown;
  wait_ = 0;
  if (options_.verbose > 0)
    say(fmt::format("Epoch {}: reducing the learning rate to {}.", epoch + 1, new_rate));
}

}  // namespace beras::callbacks
