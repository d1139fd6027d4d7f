// The initializer of matrices that keep lengths and angles.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/tensor/tensor.h>

namespace beras::initializers {

struct OrthogonalOptions {
  double gain = 1.0;
  /// Equal seeds give equal values, call after call; drawn when the object is made unless given.
  std::optional<std::uint64_t> seed = std::nullopt;
};

/// `gain` times a random matrix with orthonormal columns or, if it is wider than high, orthonormal
/// rows.
///
/// A shape of rank over 2 is seen as the matrix (product of the leading axes, last axis). It is Q
/// of the QR factorisation of a normally distributed matrix, with the signs that make the diagonal
/// of R positive, so that all such matrices are equally likely. ShapeError for rank under 2.
/// Source: Saxe et al., 2014.
class BERAS_API Orthogonal {
 public:
  explicit Orthogonal(OrthogonalOptions options = {});
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  std::uint64_t seed() const { return seed_; }
  const OrthogonalOptions& options() const { return options_; }

 private:
  OrthogonalOptions options_;
  std::uint64_t seed_;
};

template <std::same_as<Orthogonal> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, OrthogonalOptions>;
  return arguments<Class>("Orthogonal", FIELD(Options, gain), FIELD(Options, seed))
      .in_config_as("seed", "gain")
      .also_known_as("OrthogonalInitializer");
}

}  // namespace beras::initializers
