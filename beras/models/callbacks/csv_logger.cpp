#include <beras/models/callbacks/csv_logger.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include <beras/base/error.h>

namespace beras::callbacks {
namespace {

std::vector<std::string> columns_of(const Logs& logs) {
  std::vector<std::string> columns;
  for (const auto& [name, value] : logs) columns.push_back(name);
  const bool validated = std::any_of(columns.begin(), columns.end(), [](const std::string& name) {
    return name.starts_with("val_");
  });
  if (validated) return columns;
  for (const auto& [name, value] : logs) columns.push_back("val_" + name);
  return columns;
}

}  // namespace

CSVLogger::CSVLogger(std::string filename, CSVLoggerOptions options)
    : filename_(std::move(filename)), options_(options) {}

void CSVLogger::on_train_begin() {
  columns_.clear();
  file_ = std::make_shared<std::ofstream>(
      filename_, std::ios::binary | (options_.append ? std::ios::app : std::ios::trunc));
  if (!*file_)
    throw FormatError("CSVLogger", "a file that can be written", "\"" + filename_ + "\"");
}

void CSVLogger::on_epoch_end(int epoch, Logs& logs) {
  if (columns_.empty()) {
    columns_ = columns_of(logs);
    std::vector<std::string> header = {"epoch"};
    header.insert(header.end(), columns_.begin(), columns_.end());
    if (std::filesystem::file_size(filename_) == 0) write(header);
  }
  std::vector<std::string> row = {std::to_string(epoch)};
  for (const std::string& name : columns_) {
    const auto found = logs.find(name);
    row.push_back(found == logs.end() ? "NA" : fmt::format("{}", found->second));
  }
  write(row);
}

void CSVLogger::on_train_end(const Logs&) { file_.reset(); }

void CSVLogger::write(const std::vector<std::string>& cells) {
  *file_ << fmt::format("{}\r\n", fmt::join(cells, std::string(1, options_.separator)))
         << std::flush;
  if (!*file_) throw FormatError("CSVLogger", "cannot write \"" + filename_ + "\"");
}

}  // namespace beras::callbacks
