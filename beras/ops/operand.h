// What stands on either side of an operation: a tensor or a number.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// A tensor, or a number that takes the dtype of the tensor beside it. For parameters only: it
/// refers to the tensor.
class Operand {
 public:
  Operand(const Tensor& tensor) : tensor_(&tensor) {}
  Operand(Scalar number) : number_(number) {}
  template <typename T>
  requires std::is_arithmetic_v<T> Operand(T number) : number_(number) {}

  bool is_number() const { return tensor_ == nullptr; }
  const Tensor& tensor() const { return *tensor_; }
  Scalar number() const { return number_; }

 private:
  const Tensor* tensor_ = nullptr;
  Scalar number_ = 0;
};

/// Both as tensors. A number becomes a constant of rank 0 of the other's dtype; a fraction beside
/// integers is float32, an integer beside bools int32. ValueError for an integer that the dtype
/// cannot hold.
BERAS_API std::pair<Tensor, Tensor> as_tensors(const Operand& a, const Operand& b,
                                               std::string_view who);

}  // namespace beras::ops
