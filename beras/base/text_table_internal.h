// Tables for terminals, drawn with lines as Keras draws its summaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <beras/base/export.h>

namespace beras {

/// Rows of cells below a header; columns are as wide as their widest cell, unless their width is
/// given: their lines are then broken between words, and what is still too long is cut off.
class BERAS_API TextTable {
 public:
  enum class Align : std::uint8_t { left, right, center };
  struct Column {
    std::string title;
    Align align = Align::right;
    std::size_t least_width = 0;
    /// 0 where the cells say it.
    std::size_t width = 0;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell for each column, in UTF-8; a cell may have several lines.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// With a line between rows, or without.
  std::string text(bool lines_between = true) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// "1,234,567".
BERAS_API std::string with_commas(long long count);

/// "1.50 KB": in units of 1,024 bytes.
BERAS_API std::string memory_text(double bytes);

}  // namespace beras
