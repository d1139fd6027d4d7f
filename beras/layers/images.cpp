#include <limits>

#include <beras/base/error.h>
#include <beras/layers/images_internal.h>

namespace beras::layers {
namespace {

Shape in_data_format(const Shape& shape, const std::string& data_format, std::string_view who) {
  if (!ops::is_channels_first(data_format, who)) return shape;
  return {shape[0], shape[3], shape[1], shape[2]};
}

/// A length of images that the window fits into, if it fits into any.
std::int64_t fitting_length(const ImageWindow& window) {
  return window.padding == "same" ? 1 : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

void check_window(const ImageWindow& window, std::string_view who) {
  const Shape size = window.size.resolve(2, "the window's size", who);
  ops::is_channels_first(window.data_format, who);
  const std::int64_t length = fitting_length(window);
  ops::sliding_window({length, length}, size, window.strides, window.dilation_rate, window.padding,
                      who);
}

Shape channels_last(const Shape& images, const std::string& data_format, std::string_view who) {
  const bool first = ops::is_channels_first(data_format, who);
  if (images.size() != 4) {
    throw ShapeError(who,
                     first ? "an input of rank 4: (batch, channels, height, width)"
                           : "an input of rank 4: (batch, height, width, channels)",
                     "input of shape " + to_string(images));
  }
  return first ? Shape{images[0], images[2], images[3], images[1]} : images;
}

Shape slide(const ImageWindow& window, const Shape& images, std::int64_t channels,
            std::string_view who) {
  Shape output = channels_last(images, window.data_format, who);
  const Shape size = window.size.resolve(2, "the window's size", who);
  Shape lengths{output[1], output[2]};
  for (std::int64_t& length : lengths) {
    if (length < 0) length = fitting_length(window);
  }
  const auto slid =
      ops::sliding_window(lengths, size, window.strides, window.dilation_rate, window.padding, who)
          .output;
  if (output[1] >= 0) output[1] = slid[1];
  if (output[2] >= 0) output[2] = slid[2];
  output[3] = channels;
  return in_data_format(output, window.data_format, who);
}

}  // namespace beras::layers
