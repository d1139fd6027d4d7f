// Windows that slide over images: what convolution and pooling take as arguments.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <beras/backend/window.h>
#include <beras/base/export.h>
#include <beras/core/config_value.h>
#include <beras/tensor/shape.h>

namespace beras::ops {

/// One number for each spatial axis, or one for all of them: 2, or {2, 3}.
class BERAS_API Sizes {
 public:
  Sizes(std::int64_t all) : numbers_{all} {}
  Sizes(std::initializer_list<std::int64_t> numbers) : numbers_(numbers) {}
  explicit Sizes(const Shape& numbers) : numbers_(numbers) {}

  /// One number for each axis. ValueError, in the name of `who`, for another count of them or a
  /// number below 1.
  Shape resolve(std::size_t axes, std::string_view what, std::string_view who) const;
  /// As they were given.
  const Shape& numbers() const { return numbers_; }

 private:
  Shape numbers_;
};

/// The window of `size` cells over images whose spatial axes have these lengths.
///
/// With reach = (size - 1) dilation + 1, "valid" padding keeps windows inside the image and gives
/// (length - reach) / stride + 1 of them; "same" gives ceil(length / stride), with as many cells
/// before the image as after it, or one less. ValueError for other names, for strides together
/// with dilation and for windows of 2^63 cells and more; ShapeError where no window fits. The
/// strides and dilations that come out are the smallest that see the same. Source: Keras.
BERAS_API backend::Window sliding_window(const Shape& lengths, const Shape& size,
                                         const Sizes& strides, const Sizes& dilation,
                                         std::string_view padding, std::string_view who);

/// True for "channels_first", false for "channels_last"; ValueError otherwise.
BERAS_API bool is_channels_first(std::string_view data_format, std::string_view who);

}  // namespace beras::ops

namespace beras {

/// A list, one for each spatial axis; one number for all of them is read, too.
BERAS_CONFIG_VALUE(ops::Sizes);

}  // namespace beras
