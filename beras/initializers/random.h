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
  /// Equal seeds give equal values, call after call; drawn when the object is made unless given.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// Normally distributed values.
class BERAS_API RandomNormal {
 public:
  explicit RandomNormal(RandomNormalOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return *options_.seed; }

 private:
  RandomNormalOptions options_;
};

/// Normally distributed values, with those further than two `stddev` from `mean` drawn again.
class BERAS_API TruncatedNormal {
 public:
  explicit TruncatedNormal(RandomNormalOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return *options_.seed; }

 private:
  RandomNormalOptions options_;
};

struct RandomUniformOptions {
  double minval = -0.05;
  double maxval = 0.05;
  /// Equal seeds give equal values, call after call; drawn when the object is made unless given.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// Values that are equally likely everywhere in [minval, maxval).
class BERAS_API RandomUniform {
 public:
  explicit RandomUniform(RandomUniformOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return *options_.seed; }

 private:
  RandomUniformOptions options_;
};

}  // namespace beras::initializers
