#include <beras/initializers/random.h>

#include <beras/ops/random.h>

namespace beras::initializers {

Tensor RandomNormal::operator()(const Shape& shape, DType dtype) const {
  return random::normal(shape, options_.mean, options_.stddev, dtype, options_.seed);
}

Tensor TruncatedNormal::operator()(const Shape& shape, DType dtype) const {
  return random::truncated_normal(shape, options_.mean, options_.stddev, dtype, options_.seed);
}

Tensor RandomUniform::operator()(const Shape& shape, DType dtype) const {
  return random::uniform(shape, options_.minval, options_.maxval, dtype, options_.seed);
}

}  // namespace beras::initializers
