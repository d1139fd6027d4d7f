#include <beras/layers/average_pooling2d.h>

#include <utility>

namespace beras::layers {

AveragePooling2D::AveragePooling2D(const ops::Sizes& pool_size, Pooling2DOptions options)
    : Pooling2D("AveragePooling2D", ops::average_pool, pool_size, std::move(options)) {}

}  // namespace beras::layers
