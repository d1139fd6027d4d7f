// The initializer of a matrix that changes nothing.
#pragma once

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/tensor/tensor.h>

namespace beras::initializers {

struct IdentityOptions {
  double gain = 1.0;
};

/// `gain` on the main diagonal of a matrix, zero elsewhere; ShapeError unless the shape has rank 2.
class BERAS_API Identity {
 public:
  explicit Identity(IdentityOptions options = {}) : options_(options) {}
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  const IdentityOptions& options() const { return options_; }

 private:
  IdentityOptions options_;
};

template <std::same_as<Identity> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, IdentityOptions>;
  return arguments<Class>("Identity", FIELD(Options, gain))
      .in_config_as()
      .also_known_as("IdentityInitializer");
}

}  // namespace beras::initializers
