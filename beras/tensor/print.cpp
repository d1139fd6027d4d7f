#include <ostream>

#include <beras/tensor/copy.h>
#include <beras/tensor/print_words_internal.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

constexpr std::int64_t most_shown_whole = 1000;
constexpr std::int64_t edge_items = 3;
constexpr std::size_t line_width = 75;

/// Which positions along an axis are shown: all, or the first and the last few.
struct Shown {
  std::int64_t length;
  bool summarised;

  std::int64_t count() const { return summarised ? 2 * edge_items : length; }
};

Shown shown_along(std::int64_t length, bool summarise) {
  return {length, summarise && length > 2 * edge_items};
}

/// The corners of a large tensor as a tensor of their own, small enough to format.
Tensor corners(const Tensor& tensor) {
  Shape shape;
  for (const std::int64_t length : tensor.shape()) {
    shape.push_back(shown_along(length, true).count());
  }
  Tensor result = Tensor::empty(shape, tensor.dtype());
  // Each axis that is cut has a leading and a trailing part; a corner is one choice for all axes.
  const std::size_t corner_count = std::size_t{1} << tensor.rank();
  for (std::size_t corner = 0; corner < corner_count; ++corner) {
    Shape part;
    std::int64_t from_offset = 0;
    std::int64_t to_offset = 0;
    bool exists = true;
    for (std::size_t axis = 0; axis < tensor.rank(); ++axis) {
      const Shown shown = shown_along(tensor.shape()[axis], true);
      const bool trailing = (corner >> axis & 1) != 0;
      exists = exists && (shown.summarised || !trailing);
      part.push_back(shown.summarised ? edge_items : shown.length);
      if (trailing) {
        from_offset += (shown.length - edge_items) * tensor.strides()[axis];
        to_offset += edge_items * result.strides()[axis];
      }
    }
    if (!exists) continue;
    copy_elements(tensor.as_strided(part, tensor.strides(), from_offset),
                  result.as_strided(part, result.strides(), to_offset));
  }
  return result;
}

/// Lays words out in nested brackets.
class Layout {
 public:
  Layout(const Shape& shape, bool summarise, std::vector<std::string> words)
      : shape_(shape), summarise_(summarise), words_(std::move(words)) {}

  std::string block(std::size_t axis) {
    return "[" + (axis + 1 == shape_.size() ? row(axis) : stack(axis)) + "]";
  }

 private:
  /// The innermost axis: words side by side, wrapped where the line would get too long.
  std::string row(std::size_t axis) {
    const std::string indent(axis + 1, ' ');
    const std::size_t width = line_width - axis - 1;
    const Shown shown = shown_along(shape_[axis], summarise_);
    std::string text;
    std::string line = indent;
    const auto extend = [&](const std::string& word) {
      if (line.size() + word.size() > width && line.size() > indent.size()) {
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
        line = indent;
      }
      line += word;
    };
    for (std::int64_t i = 0; i < shown.count(); ++i) {
      if (shown.summarised && i == edge_items) {
        extend("...");
        line += ' ';
      }
      extend(words_[next_word_++]);
      if (i + 1 < shown.count()) line += ' ';
    }
    return (text + line).substr(indent.size());
  }

  std::string stack(std::size_t axis) {
    const std::string indent(axis + 1, ' ');
    const std::string gap(shape_.size() - axis - 1, '\n');
    const Shown shown = shown_along(shape_[axis], summarise_);
    std::string text;
    for (std::int64_t i = 0; i < shown.count(); ++i) {
      if (shown.summarised && i == edge_items) text.append(indent).append("...").append(gap);
      text.append(indent).append(block(axis + 1));
      if (i + 1 < shown.count()) text += gap;
    }
    return text.substr(indent.size());
  }

  const Shape& shape_;
  bool summarise_;
  std::vector<std::string> words_;
  std::size_t next_word_ = 0;
};

}  // namespace

std::string to_string(const Tensor& tensor) {
  if (!tensor.device().holds_values()) {
    return "Tensor(shape=" + to_string(tensor.shape()) +
           ", dtype=" + std::string(dtype_name(tensor.dtype())) +
           ", device=" + to_string(tensor.device()) + ")";
  }
  const DeviceScope host(Device::cpu);  // reading is no computing
  if (tensor.rank() == 0) return print_scalar(tensor);
  if (tensor.size() == 0) return "[]";
  const bool summarise = tensor.size() > most_shown_whole;
  const Tensor visible = summarise ? corners(tensor) : tensor;
  return Layout(tensor.shape(), summarise, print_words(visible)).block(0);
}

std::ostream& operator<<(std::ostream& stream, const Tensor& tensor) {
  return stream << to_string(tensor);
}

}  // namespace beras
