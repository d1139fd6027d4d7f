#include <beras/initializers/random.h>

#include <beras/initializers/seeded_internal.h>
#include <beras/ops/random.h>

namespace beras::initializers {

RandomNormal::RandomNormal(RandomNormalOptions options) : options_(seeded(options)) {}

Tensor RandomNormal::operator()(const Shape& shape, DType dtype) const {
  return random::normal(shape, options_.mean, options_.stddev, dtype, options_.seed);
}

TruncatedNormal::TruncatedNormal(RandomNormalOptions options) : options_(seeded(options)) {}

Tensor TruncatedNormal::operator()(const Shape& shape, DType dtype) const {
  return random::truncated_normal(shape, options_.mean, options_.stddev, dtype, options_.seed);
}

RandomUniform::RandomUniform(RandomUniformOptions options) : options_(seeded(options)) {}

Tensor RandomUniform::operator()(const Shape& shape, DType dtype) const {
  return random::uniform(shape, options_.minval, options_.maxval, dtype, options_.seed);
}

}  // namespace beras::initializers
