// Initializers that give every element the same value.
#pragma once

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/tensor/tensor.h>

namespace beras::initializers {

/// All zeros.
struct BERAS_API Zeros {
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
};

/// All ones.
struct BERAS_API Ones {
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
};

/// One value everywhere.
class BERAS_API Constant {
 public:
  explicit Constant(Scalar value = 0.0) : value_(value) {}
  Tensor operator()(const Shape& shape, DType dtype = DType::float32) const;
  Scalar value() const { return value_; }

 private:
  Scalar value_;
};

template <std::same_as<Zeros> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Zeros").also_known_as("zero");
}
template <std::same_as<Ones> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Ones").also_known_as("one");
}
template <std::same_as<Constant> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Constant", optional<&Class::value>("value", 0.0));
}

}  // namespace beras::initializers
