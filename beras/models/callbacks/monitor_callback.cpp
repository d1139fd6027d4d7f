#include <beras/models/callbacks/monitor_callback.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/models/model.h>

namespace beras::callbacks {
namespace {

bool is_of_validation(const std::string& name) { return name.starts_with("val_"); }

bool has_validation(const Logs& logs) {
  for (const auto& [name, value] : logs)
    if (is_of_validation(name)) return true;
  return false;
}

metrics::Direction direction_of(const std::string& name, const Model& model) {
  if (name == "loss") return metrics::Direction::down;
  const std::vector<std::string> names = model.metrics_names();
  const auto place = std::find(names.begin(), names.end(), name) - names.begin();
  return place == std::ssize(names) ? metrics::Direction::unknown
                                    : model.metrics()[place]->direction();
}

}  // namespace

MonitorCallback::MonitorCallback(std::string label, std::string monitor, std::string mode,
                                 double min_delta)
    : label_(std::move(label)),
      monitor_(std::move(monitor)),
      mode_(std::move(mode)),
      min_delta_(std::abs(min_delta)) {
  const std::vector<std::string> modes = {"auto", "min", "max"};
  for (const std::string& known : modes)
    if (mode_ == known) return;
  throw_unknown_name(label_, "mode", mode_, modes);
}

void MonitorCallback::find_direction() {
  metrics::Direction direction = metrics::Direction::unknown;
  if (mode_ == "min") direction = metrics::Direction::down;
  if (mode_ == "max") direction = metrics::Direction::up;
  if (mode_ == "auto") {
    direction = direction_of(is_of_validation(monitor_) ? monitor_.substr(4) : monitor_, model());
  }
  if (direction == metrics::Direction::unknown) {
    throw ValueError(label_, "a value of which it is known whether more or less is better",
                     "monitor \"" + monitor_ + "\"", "Pass mode \"min\" or \"max\"");
  }
  sign_ = direction == metrics::Direction::up ? 1 : -1;
}

std::optional<double> MonitorCallback::value_in(const Logs& logs) const {
  const auto found = logs.find(monitor_);
  if (found != logs.end()) return found->second;
  if (parameters().validates && is_of_validation(monitor_) && !has_validation(logs))
    return std::nullopt;
  std::vector<std::string> known;
  for (const auto& [name, value] : logs) known.push_back(name);
  throw_unknown_name(label_, "value to monitor", monitor_, known);
}

bool MonitorCallback::is_better(double value, const std::optional<double>& reference) const {
  return !reference || sign_ * value - min_delta_ > sign_ * *reference;
}

}  // namespace beras::callbacks
