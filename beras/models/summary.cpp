// The table of a model's layers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <beras/base/error.h>
#include <beras/layers/input.h>
#include <beras/models/model.h>
#include <beras/models/training_internal.h>

namespace beras {
namespace {

using Row = std::array<std::string, 3>;

std::string shape_text(const Shape& shape) {
  std::vector<std::string> lengths;
  for (const std::int64_t length : shape)
    lengths.push_back(length < 0 ? "None" : std::to_string(length));
  return fmt::format("({}{})", fmt::join(lengths, ", "), shape.size() == 1 ? "," : "");
}

std::string with_commas(std::int64_t count) {
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

std::string total_line(const std::string& what, const Tensors& weights) {
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  for (const Tensor& weight : weights) {
    count += weight.size();
    bytes += weight.size() * item_size(weight.dtype());
  }
  return fmt::format(" {} params: {} ({})\n", what, with_commas(count),
                     memory_text(static_cast<double>(bytes)));
}

/// `text` padded with spaces to `width` characters on a terminal, of which UTF-8 may take several
/// bytes.
std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
  const auto shown = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  const std::string spaces(width > shown ? width - shown : 0, ' ');
  return to_the_right ? spaces + text : text + spaces;
}

std::string line(const std::array<std::size_t, 3>& widths, const char* left, const char* fill,
                 const char* middle, const char* right) {
  std::string text = left;
  for (std::size_t column = 0; column < 3; ++column) {
    for (std::size_t i = 0; i < widths[column] + 2; ++i) text += fill;
    text += column < 2 ? middle : right;
  }
  return text + "\n";
}

std::string row_text(const Row& row, const std::array<std::size_t, 3>& widths, const char* bar) {
  std::string text = bar;
  for (std::size_t column = 0; column < 3; ++column) {
    text += fmt::format(" {} {}", padded(row[column], widths[column], column == 2), bar);
  }
  return text + "\n";
}

}  // namespace

std::string Model::summary() const {
  if (!built())
    throw ValueError(
        label(), "is not built yet: call it on data, build(input_shape), or begin with an Input.");
  const Row header = {"Layer (type)", "Output Shape", "Param #"};
  std::vector<Row> rows;
  for (const auto& layer : layers()) {
    if (dynamic_cast<const layers::Input*>(layer.get())) continue;
    const bool is_built = layer->built();
    rows.push_back({fmt::format("{} ({})", layer->name(), layer->label()),
                    is_built ? shape_text(layer->output_shape()) : "?",
                    is_built ? with_commas(layer->count_params()) : "0 (unbuilt)"});
  }
  std::array<std::size_t, 3> widths = {31, 22, 13};  // Keras's, wider where a name needs it
  for (const Row& row : rows) {
    for (std::size_t column = 0; column < 3; ++column)
      widths[column] = std::max(widths[column], row[column].size());
  }
  std::string text = fmt::format("Model: \"{}\"\n", name());
  text += line(widths, "┏", "━", "┳", "┓") + row_text(header, widths, "┃") +
          line(widths, "┡", "━", "╇", "┩");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) text += line(widths, "├", "─", "┼", "┤");
    text += row_text(rows[i], widths, "│");
  }
  text += line(widths, "└", "─", "┴", "┘");
  const Tensors optimizer_weights = compiled() ? optimizer().variables() : Tensors();
  Tensors all = weights();
  if (optimizer_weights.size() > 1)
    all.insert(all.end(), optimizer_weights.begin(), optimizer_weights.end());
  text += total_line("Total", all) + total_line("Trainable", trainable_variables()) +
          total_line("Non-trainable", non_trainable_variables());
  if (optimizer_weights.size() > 1) text += total_line("Optimizer", optimizer_weights);
  return text;
}

}  // namespace beras
