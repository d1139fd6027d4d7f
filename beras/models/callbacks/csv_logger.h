// Writes the values of each epoch to a table.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/models/callback.h>

namespace beras::callbacks {

struct CSVLoggerOptions {
  char separator = ',';
  /// Goes on with the file that is there instead of replacing it.
  bool append = false;
};

/// A .csv file with the epoch and the logs in the order of their names, a row each epoch, written
/// at once.
///
/// The columns are those of the first epoch, with a val_ one beside each if it was not validated;
/// what an epoch lacks is NA. FormatError if the file cannot be written.
class BERAS_API CSVLogger : public Callback {
 public:
  explicit CSVLogger(std::string filename, CSVLoggerOptions options = {});

  void on_train_begin() override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_end(const Logs& logs) override;

 private:
  void write(const std::vector<std::string>& cells);

  std::string filename_;
  CSVLoggerOptions options_;
  std::shared_ptr<std::ofstream> file_;
  std::vector<std::string> columns_;
};

}  // namespace beras::callbacks
