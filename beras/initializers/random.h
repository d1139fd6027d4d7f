// Initializers that draw every element from one distribution, whatever the shape.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/core/signature.h>
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
  std::uint64_t seed() const { return seed_; }
  const RandomNormalOptions& options() const { return options_; }

 private:
  RandomNormalOptions options_;
  std::uint64_t seed_;
};

/// Normally distributed values, with those further than two `stddev` from `mean` drawn again.
class BERAS_API TruncatedNormal {
 public:
  explicit TruncatedNormal(RandomNormalOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return seed_; }
  const RandomNormalOptions& options() const { return options_; }

 private:
  RandomNormalOptions options_;
  std::uint64_t seed_;
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
  std::uint64_t seed() const { return seed_; }
  const RandomUniformOptions& options() const { return options_; }

 private:
  RandomUniformOptions options_;
  std::uint64_t seed_;
};

template <typename Class>
constexpr auto normal_arguments(const char* name) {
  using Options = Of<Class, RandomNormalOptions>;
  return arguments<Class>(name, FIELD(Options, mean), FIELD(Options, stddev), FIELD(Options, seed))
      .in_config_as("seed", "mean", "stddev");
}
template <std::same_as<RandomNormal> Class>
constexpr auto signature(Type<Class>) {
  return normal_arguments<Class>("RandomNormal").also_known_as("normal");
}
template <std::same_as<TruncatedNormal> Class>
constexpr auto signature(Type<Class>) {
  return normal_arguments<Class>("TruncatedNormal");
}
template <std::same_as<RandomUniform> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, RandomUniformOptions>;
  return arguments<Class>("RandomUniform", FIELD(Options, minval), FIELD(Options, maxval),
                          FIELD(Options, seed))
      .in_config_as("seed", "minval", "maxval")
      .also_known_as("uniform");
}

}  // namespace beras::initializers
