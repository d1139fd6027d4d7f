#include <beras/initializers/random.h>

#include <beras/initializers/seeded_internal.h>
#include <beras/ops/random.h>

namespace beras::initializers {

RandomNormal::RandomNormal(RandomNormalOptions options)
    : options_(options), seed_(drawn_seed(options.seed)) {}

Tensor RandomNormal::operator()(const Shape& shape, DType dtype) const {
  return random::normal(shape, options_.mean, options_.stddev, dtype, seed_);
}

TruncatedNormal::TruncatedNormal(RandomNormalOptions options)
    : options_(options), seed_(drawn_seed(options.seed)) {}

Tensor TruncatedNormal::operator()(const Shape& shape, DType dtype) const {
  return random::truncated_normal(shape, options_.mean, options_.stddev, dtype, seed_);
}

RandomUniform::RandomUniform(RandomUniformOptions options)
    : options_(options), seed_(drawn_seed(options.seed)) {}

Tensor RandomUniform::operator()(const Shape& shape, DType dtype) const {
  return random::uniform(shape, options_.minval, options_.maxval, dtype, seed_);
}

}  // namespace beras::initializers
