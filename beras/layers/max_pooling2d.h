// The largest value of each window of an image.
#pragma once

#include <beras/layers/pooling2d.h>

namespace beras::layers {

/// y = the maximum of each window, channel by channel. `MaxPooling2D()` halves height and width.
class BERAS_API MaxPooling2D : public Pooling2D {
 public:
  explicit MaxPooling2D(const ops::Sizes& pool_size = 2, Pooling2DOptions options = {});
};

template <std::same_as<MaxPooling2D> Class>
constexpr auto signature(Type<Class>) {
  return pooling_arguments<Class>("MaxPooling2D", optional<&Class::pool_size>("pool_size", 2))
      .also_known_as("MaxPool2D");
}

}  // namespace beras::layers
