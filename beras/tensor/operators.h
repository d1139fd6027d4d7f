// The operators of tensors. Each is a Diffable like any layer, so tapes record it; they are defined
// in beras/ops.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

// Arithmetic broadcasts by NumPy's rules and promotes by Keras's (see `promote`). A C++ number
// takes the dtype of the tensor beside it; a fraction beside an integer tensor gives float32. `/`
// of integers is float32; `%` has the sign of the divisor.
BERAS_API Tensor operator+(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator-(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator*(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator/(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator%(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator+(const Tensor& a, Scalar b);
BERAS_API Tensor operator-(const Tensor& a, Scalar b);
BERAS_API Tensor operator*(const Tensor& a, Scalar b);
BERAS_API Tensor operator/(const Tensor& a, Scalar b);
BERAS_API Tensor operator%(const Tensor& a, Scalar b);
BERAS_API Tensor operator+(Scalar a, const Tensor& b);
BERAS_API Tensor operator-(Scalar a, const Tensor& b);
BERAS_API Tensor operator*(Scalar a, const Tensor& b);
BERAS_API Tensor operator/(Scalar a, const Tensor& b);
BERAS_API Tensor operator%(Scalar a, const Tensor& b);
BERAS_API Tensor operator-(const Tensor& x);

// In place: the memory of `a` is written, dtype and shape stay; ShapeError if `b` does not
// broadcast to it, DTypeError if the result does not fit its kind. Where `a` or `b` was computed
// under a recording tape, `a += b` is `a = a + b` instead: nothing is overwritten that a gradient
// still needs, and other copies of the handle keep the old value. TapeError if that would leave a
// weight as it was: one that others hold too, and that was not computed itself.
BERAS_API Tensor& operator+=(Tensor& a, const Tensor& b);
BERAS_API Tensor& operator-=(Tensor& a, const Tensor& b);
BERAS_API Tensor& operator*=(Tensor& a, const Tensor& b);
BERAS_API Tensor& operator/=(Tensor& a, const Tensor& b);
BERAS_API Tensor& operator+=(Tensor& a, Scalar b);
BERAS_API Tensor& operator-=(Tensor& a, Scalar b);
BERAS_API Tensor& operator*=(Tensor& a, Scalar b);
BERAS_API Tensor& operator/=(Tensor& a, Scalar b);

// Comparisons give bool tensors, element by element.
BERAS_API Tensor operator==(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator!=(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator<(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator<=(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator>(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator>=(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator==(const Tensor& a, Scalar b);
BERAS_API Tensor operator!=(const Tensor& a, Scalar b);
BERAS_API Tensor operator<(const Tensor& a, Scalar b);
BERAS_API Tensor operator<=(const Tensor& a, Scalar b);
BERAS_API Tensor operator>(const Tensor& a, Scalar b);
BERAS_API Tensor operator>=(const Tensor& a, Scalar b);

// Logic on bool tensors (other dtypes count as true where not zero), element by element.
BERAS_API Tensor operator&&(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator||(const Tensor& a, const Tensor& b);
BERAS_API Tensor operator!(const Tensor& x);

}  // namespace beras
