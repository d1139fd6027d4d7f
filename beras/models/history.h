// What fit returns: the values of every epoch.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras {

/// The epochs that were run, and each value's course over them: history.at("val_loss")[epoch].
class BERAS_API History {
 public:
  const std::vector<int>& epochs() const { return epochs_; }
  /// ValueError with the nearest name if there is no such value.
  const std::vector<double>& at(const std::string& name) const;
  const std::map<std::string, std::vector<double>>& values() const { return values_; }
  void append(int epoch, const Logs& logs);

 private:
  std::vector<int> epochs_;
  std::map<std::string, std::vector<double>> values_;
};

}  // namespace beras
