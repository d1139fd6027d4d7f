// Initializers that keep the variance of signals from layer to layer, whatever the layers' widths.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/tensor/tensor.h>

namespace beras::initializers {

/// How many inputs one output element sums over, and how many outputs one input element reaches.
struct Fans {
  std::int64_t in = 1;
  std::int64_t out = 1;
};

/// The fans of a kernel (..., in, out): both are multiplied by the product of the leading axes, the
/// receptive field. A vector has both of its length, a scalar both 1.
BERAS_API Fans compute_fans(const Shape& shape);

struct VarianceScalingOptions {
  double scale = 1.0;
  /// "fan_in", "fan_out" or "fan_avg".
  std::string mode = "fan_in";
  /// "truncated_normal", "untruncated_normal" or "uniform".
  std::string distribution = "truncated_normal";
  /// Equal seeds give equal values, call after call; drawn when the object is made unless given.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// Values of mean 0 and variance scale / n, where n is the fan that `mode` names.
///
/// Uniform: within +-sqrt(3 scale / n). Truncated normal: cut at two standard deviations of a
/// normal distribution so wide that the variance after the cut is scale / n. ValueError for scale
/// <= 0 and unknown modes and distributions.
class BERAS_API VarianceScaling {
 public:
  explicit VarianceScaling(VarianceScalingOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return seed_; }
  const VarianceScalingOptions& options() const { return options_; }

 private:
  VarianceScalingOptions options_;
  std::uint64_t seed_;
};

struct SeedOptions {
  /// As in VarianceScalingOptions.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// A VarianceScaling whose seed alone can be chosen.
struct BERAS_API NamedScaling : VarianceScaling {
  SeedOptions options() const { return {VarianceScaling::options().seed}; }

 protected:
  using VarianceScaling::VarianceScaling;
};

/// Uniform within +-sqrt(6 / (fan_in + fan_out)). Source: Glorot & Bengio, 2010.
struct BERAS_API GlorotUniform : NamedScaling {
  explicit GlorotUniform(SeedOptions options = {});
};

/// Truncated normal of standard deviation sqrt(2 / (fan_in + fan_out)). Source: Glorot & Bengio,
/// 2010.
struct BERAS_API GlorotNormal : NamedScaling {
  explicit GlorotNormal(SeedOptions options = {});
};

/// Uniform within +-sqrt(6 / fan_in). Source: He et al., 2015.
struct BERAS_API HeUniform : NamedScaling {
  explicit HeUniform(SeedOptions options = {});
};

/// Truncated normal of standard deviation sqrt(2 / fan_in). Source: He et al., 2015.
struct BERAS_API HeNormal : NamedScaling {
  explicit HeNormal(SeedOptions options = {});
};

/// Uniform within +-sqrt(3 / fan_in). Source: Klambauer et al., 2017.
struct BERAS_API LecunUniform : NamedScaling {
  explicit LecunUniform(SeedOptions options = {});
};

/// Truncated normal of standard deviation sqrt(1 / fan_in). Source: Klambauer et al., 2017.
struct BERAS_API LecunNormal : NamedScaling {
  explicit LecunNormal(SeedOptions options = {});
};

template <std::same_as<VarianceScaling> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, VarianceScalingOptions>;
  return arguments<Class>("VarianceScaling", FIELD(Options, scale), FIELD(Options, mode),
                          FIELD(Options, distribution), FIELD(Options, seed), fixed("input_axes"),
                          fixed("output_axes"))
      .in_config_as("seed", "scale", "mode", "distribution", "input_axes", "output_axes");
}
/// The signature of one whose seed alone can be chosen.
template <typename Class>
constexpr auto scaling_arguments(const char* name) {
  using Options = Of<Class, SeedOptions>;
  return arguments<Class>(name, FIELD(Options, seed), fixed("input_axes"), fixed("output_axes"));
}
template <std::same_as<GlorotUniform> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("GlorotUniform");
}
template <std::same_as<GlorotNormal> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("GlorotNormal");
}
template <std::same_as<HeUniform> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("HeUniform");
}
template <std::same_as<HeNormal> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("HeNormal");
}
template <std::same_as<LecunUniform> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("LecunUniform");
}
template <std::same_as<LecunNormal> Class>
constexpr auto signature(Type<Class>) {
  return scaling_arguments<Class>("LecunNormal");
}

}  // namespace beras::initializers
