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

constexpr auto signature(Type<Zeros>) { return arguments<Zeros>("Zeros").also_known_as("zero"); }
constexpr auto signature(Type<Ones>) { return arguments<Ones>("Ones").also_known_as("one"); }
constexpr auto signature(Type<Constant>) {
  return arguments<Constant>("Constant", optional<&Constant::value>("value", 0.0));
}

}  // namespace beras::initializers
