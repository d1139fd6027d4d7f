#include <fmt/format.h>

#include <vector>

#include <beras/models/shape_text_internal.h>

namespace beras {

std::string shape_text(const Shape& shape) {
  std::vector<std::string> lengths;
  for (const std::int64_t length : shape)
    lengths.push_back(length < 0 ? "None" : std::to_string(length));
  return fmt::format("({}{})", fmt::join(lengths, ", "), shape.size() == 1 ? "," : "");
}

}  // namespace beras
