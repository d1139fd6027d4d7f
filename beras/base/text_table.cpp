#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include <beras/base/text_table_internal.h>

namespace beras {
namespace {

using Widths = std::vector<std::size_t>;

/// The characters that a terminal shows, of which UTF-8 may take several bytes.
std::size_t shown(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<std::string_view> lines_of(std::string_view cell) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = cell.find('\n');
    lines.push_back(cell.substr(0, end));
    if (end == std::string_view::npos) return lines;
    cell.remove_prefix(end + 1);
  }
}

/// The first characters of a text that is too long, and "…".
std::string cut(std::string_view text, std::size_t width) {
  if (shown(text) <= width) return std::string(text);
  std::size_t end = 0;
  for (std::size_t count = 0; count < width; ++end)
    if ((text[end] & 0xC0) != 0x80 && ++count == width) break;
  return std::string(text.substr(0, end)) + "…";
}

/// The lines of a cell, broken between words where they are longer than `width`. Spaces in front of
/// the first word stay.
std::string wrapped(std::string_view cell, std::size_t width) {
  std::string text;
  for (std::string_view rest : lines_of(cell)) {
    while (shown(rest) > width) {
      std::size_t end = std::string_view::npos;
      const std::size_t indent = std::min(rest.find_first_not_of(' '), rest.size());
      for (std::size_t at = rest.find(' ', indent); at != std::string_view::npos;
           at = rest.find(' ', at + 1))
        if (end == std::string_view::npos || shown(rest.substr(0, at)) <= width) end = at;
      if (end == std::string_view::npos) break;
      text += cut(rest.substr(0, end), width) + "\n";
      rest.remove_prefix(end + 1);
    }
    text += cut(rest, width) + "\n";
  }
  text.pop_back();
  return text;
}

std::string aligned(std::string_view text, std::size_t width, TextTable::Align align) {
  const std::size_t spaces = width - shown(text);
  const std::size_t before = align == TextTable::Align::left     ? 0
                             : align == TextTable::Align::center ? spaces / 2
                                                                 : spaces;
  return std::string(before, ' ') + std::string(text) + std::string(spaces - before, ' ');
}

std::size_t width_of(std::string_view cell) {
  std::size_t widest = 0;
  for (const std::string_view text : lines_of(cell)) widest = std::max(widest, shown(text));
  return widest;
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
    for (const auto& row : rows_) widths[i] = std::max(widths[i], width_of(row[i]));
    if (columns_[i].width > 0) widths[i] = columns_[i].width;
  }
  const auto row_text = [&](std::vector<std::string> cells, const char* bar) {
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].width > 0) cells[i] = wrapped(cells[i], widths[i]);
      height = std::max(height, lines_of(cells[i]).size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
      text += bar;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto lines = lines_of(cells[i]);
        const std::string_view part = line < lines.size() ? lines[line] : "";
        text += fmt::format(" {} {}", aligned(part, widths[i], columns_[i].align), bar);
      }
      text += "\n";
    }
    return text;
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
