#include <fmt/format.h>

#include <algorithm>

#include <beras/base/text_table_internal.h>

namespace beras {
namespace {

using Widths = std::vector<std::size_t>;

/// The characters that a terminal shows, of which UTF-8 may take several bytes.
std::size_t shown(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string line(const Widths& widths, const char* left, const char* fill, const char* middle,
                 const char* right) {
  std::string text = left;
  for (std::size_t column = 0; column < widths.size(); ++column) {
    for (std::size_t i = 0; i < widths[column] + 2; ++i) text += fill;
    text += column + 1 < widths.size() ? middle : right;
  }
  return text + "\n";
}

}  // namespace

std::string TextTable::text(bool lines_between) const {
  std::vector<std::string> titles;
  Widths widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    titles.push_back(columns_[i].title);
    widths.push_back(std::max(columns_[i].least_width, shown(titles[i])));
    for (const auto& row : rows_) widths[i] = std::max(widths[i], shown(row[i]));
  }
  const auto row_text = [&](const std::vector<std::string>& cells, const char* bar) {
    std::string text = bar;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string spaces(widths[i] - shown(cells[i]), ' ');
      const bool to_the_right = columns_[i].to_the_right;
      text += fmt::format(" {}{}{} {}", to_the_right ? spaces : "", cells[i],
                          to_the_right ? "" : spaces, bar);
    }
    return text + "\n";
  };
  std::string text =
      line(widths, "┏", "━", "┳", "┓") + row_text(titles, "┃") + line(widths, "┡", "━", "╇", "┩");
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (lines_between && i > 0) text += line(widths, "├", "─", "┼", "┤");
    text += row_text(rows_[i], "│");
  }
  return text + line(widths, "└", "─", "┴", "┘");
}

std::string with_commas(long long count) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::string memory_text(double bytes) {
  const char* units[] = {"B", "KB", "MB", "GB", "TB"};
  int unit = 0;
  for (; bytes >= 1024 && unit < 4; ++unit) bytes /= 1024;
  return fmt::format("{:.2f} {}", bytes, units[unit]);
}

}  // namespace beras
