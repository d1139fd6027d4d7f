// The largest value of each window of an image.
#pragma once

#include <beras/layers/pooling2d.h>

namespace beras::layers {

/// y = the maximum of each window, channel by channel. `MaxPooling2D()` halves height and width.
class BERAS_API MaxPooling2D : public Pooling2D {
 public:
  explicit MaxPooling2D(const ops::Sizes& pool_size = 2, Pooling2DOptions options = {});
};

constexpr auto signature(Type<MaxPooling2D>) {
  return pooling_arguments<MaxPooling2D>("MaxPooling2D",
                                         optional<&MaxPooling2D::pool_size>("pool_size", 2))
      .also_known_as("MaxPool2D");
}

}  // namespace beras::layers
