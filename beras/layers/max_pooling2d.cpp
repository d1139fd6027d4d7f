#include <beras/layers/max_pooling2d.h>

#include <utility>

namespace beras::layers {

MaxPooling2D::MaxPooling2D(const ops::Sizes& pool_size, Pooling2DOptions options)
    : Pooling2D("MaxPooling2D", ops::max_pool, pool_size, std::move(options)) {}

}  // namespace beras::layers
