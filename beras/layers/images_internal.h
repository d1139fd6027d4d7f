// The shapes of batches of images, for the layers that slide windows over them.
#pragma once

#include <string>
#include <string_view>

#include <beras/ops/window.h>
#include <beras/tensor/shape.h>

namespace beras::layers {

/// What a layer slides over images. The constructor of the layer checks it with `check_window`.
struct ImageWindow {
  ops::Sizes size;
  ops::Sizes strides;
  ops::Sizes dilation_rate = 1;
  std::string padding;
  std::string data_format;
};

/// Throws whatever ops::sliding_window would throw for images of any size.
void check_window(const ImageWindow& window, std::string_view who);

/// (batch, height, width, channels) in this order; ShapeError for another rank than 4.
Shape channels_last(const Shape& images, const std::string& data_format, std::string_view who);

/// The shape that the window makes of images, with so many channels; what depends on unknown
/// lengths (-1) is -1.
Shape slide(const ImageWindow& window, const Shape& images, std::int64_t channels,
            std::string_view who);

}  // namespace beras::layers
