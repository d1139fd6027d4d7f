// Initializers that draw every element from one distribution, whatever the shape.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::initializers {

struct RandomNormalOptions {
  double mean = 0.0;
  double stddev = 0.05;
  /// The same seed gives the same values; without one, each call gives fresh ones.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// Normally distributed values.
class BERAS_API RandomNormal {
 public:
  explicit RandomNormal(RandomNormalOptions options = {}) : options_(options) {}
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;

 private:
  RandomNormalOptions options_;
};

/// Normally distributed values, with those further than two `stddev` from `mean` drawn again.
class BERAS_API TruncatedNormal {
 public:
  explicit TruncatedNormal(RandomNormalOptions options = {}) : options_(options) {}
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;

 private:
  RandomNormalOptions options_;
};

struct RandomUniformOptions {
  double minval = -0.05;
  double maxval = 0.05;
  /// The same seed gives the same values; without one, each call gives fresh ones.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// Values that are equally likely everywhere in [minval, maxval).
class BERAS_API RandomUniform {
 public:
  explicit RandomUniform(RandomUniformOptions options = {}) : options_(options) {}
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;

 private:
  RandomUniformOptions options_;
};

}  // namespace beras::initializers
