// The mathematical functions of one tensor, element by element.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Integers and bools give float32, unless a line says otherwise.

// Integers stay integers.
BERAS_API Tensor abs(const Tensor& x);
BERAS_API Tensor negative(const Tensor& x);
/// -1, 0 or 1; NaN stays.
BERAS_API Tensor sign(const Tensor& x);
BERAS_API Tensor square(const Tensor& x);

BERAS_API Tensor sqrt(const Tensor& x);
/// 1 / sqrt(x).
BERAS_API Tensor rsqrt(const Tensor& x);
/// 1 / x.
BERAS_API Tensor reciprocal(const Tensor& x);
BERAS_API Tensor cbrt(const Tensor& x);
BERAS_API Tensor exp(const Tensor& x);
BERAS_API Tensor exp2(const Tensor& x);
/// exp(x) - 1, exact for small x.
BERAS_API Tensor expm1(const Tensor& x);
BERAS_API Tensor log(const Tensor& x);
/// log(1 + x), exact for small x.
BERAS_API Tensor log1p(const Tensor& x);
BERAS_API Tensor log2(const Tensor& x);
BERAS_API Tensor log10(const Tensor& x);

BERAS_API Tensor sin(const Tensor& x);
BERAS_API Tensor cos(const Tensor& x);
BERAS_API Tensor tan(const Tensor& x);
BERAS_API Tensor arcsin(const Tensor& x);
BERAS_API Tensor arccos(const Tensor& x);
BERAS_API Tensor arctan(const Tensor& x);
BERAS_API Tensor sinh(const Tensor& x);
BERAS_API Tensor cosh(const Tensor& x);
BERAS_API Tensor tanh(const Tensor& x);
BERAS_API Tensor arcsinh(const Tensor& x);
BERAS_API Tensor arccosh(const Tensor& x);
BERAS_API Tensor arctanh(const Tensor& x);
BERAS_API Tensor deg2rad(const Tensor& x);
BERAS_API Tensor rad2deg(const Tensor& x);

BERAS_API Tensor erf(const Tensor& x);
BERAS_API Tensor erfc(const Tensor& x);
/// The x with erf(x) = y; NaN beyond [-1, 1].
BERAS_API Tensor erfinv(const Tensor& y);

// To whole numbers, kept in the same floating dtype; the gradient is 0.
BERAS_API Tensor floor(const Tensor& x);
BERAS_API Tensor ceil(const Tensor& x);
/// Towards zero. Integers stay integers.
BERAS_API Tensor trunc(const Tensor& x);
/// To so many decimals, halves to the even neighbour. Integers stay integers.
BERAS_API Tensor round(const Tensor& x, int decimals = 0);

/// NaN becomes `nan`, the infinities `posinf` and `neginf`: the largest and the lowest finite
/// number by default.
BERAS_API Tensor nan_to_num(const Tensor& x, double nan = 0,
                            std::optional<double> posinf = std::nullopt,
                            std::optional<double> neginf = std::nullopt);

// These give bools.
BERAS_API Tensor isnan(const Tensor& x);
BERAS_API Tensor isinf(const Tensor& x);
BERAS_API Tensor isfinite(const Tensor& x);
/// True where x is 0.
BERAS_API Tensor logical_not(const Tensor& x);
/// Every bit turned; DTypeError for floats.
BERAS_API Tensor bitwise_not(const Tensor& x);

}  // namespace beras::ops
