// The average of each window of an image.
#pragma once

#include <beras/layers/pooling2d.h>

namespace beras::layers {

/// y = the mean of each window, channel by channel; padding does not count.
class BERAS_API AveragePooling2D : public Pooling2D {
 public:
  explicit AveragePooling2D(const ops::Sizes& pool_size, Pooling2DOptions options = {});
};

template <std::same_as<AveragePooling2D> Class>
constexpr auto signature(Type<Class>) {
  return pooling_arguments<Class>("AveragePooling2D", required<&Class::pool_size>("pool_size"))
      .also_known_as("AvgPool2D");
}

}  // namespace beras::layers
