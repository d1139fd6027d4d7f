// What EarlyStopping, ModelCheckpoint and ReduceLROnPlateau have in common: they watch one value of
// the logs become better.
#pragma once

#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras::callbacks {

/// Knows which value, which way is better, and the best one so far.
class BERAS_API MonitorCallback : public Callback {
 public:
  /// None before the first value.
  const std::optional<double>& best() const { return best_; }

 protected:
  /// `label` speaks in errors. In `mode` "min" less is better, in "max" more; "auto" takes less for
  /// a loss, else what the model's metric of that name says. A value that is not better by more
  /// than |min_delta| is not better.
  ///
  /// ValueError for another mode.
  MonitorCallback(std::string label, std::string monitor, std::string mode, double min_delta = 0);

  /// Decides what "auto" means for this model; ValueError if it cannot be told. Call it before
  /// `is_better`.
  void find_direction();
  /// The value watched; none after an epoch that fit did not validate because of its
  /// validation_frequency. ValueError with the nearest name if it is not there otherwise.
  std::optional<double> value_in(const Logs& logs) const;
  /// Anything is better than none.
  bool is_better(double value, const std::optional<double>& reference) const;
  void best(std::optional<double> value) { best_ = value; }
  const std::string& monitor() const { return monitor_; }
  const std::string& label() const { return label_; }

 private:
  std::string label_;
  std::string monitor_;
  std::string mode_;
  double min_delta_;
  double sign_ = 1;  // -1 where less is better
  std::optional<double> best_;
};

}  // namespace beras::callbacks
