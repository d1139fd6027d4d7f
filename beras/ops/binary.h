// Functions of two tensors, element by element: they broadcast by NumPy's rules and promote by
// Keras's.
#pragma once

#include <beras/base/export.h>
#include <beras/ops/operand.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Arithmetic. Bools are added and multiplied as `or` and `and`, and count as int32 in the rest.
// Integers wrap around; dividing by the integer zero gives 0.
BERAS_API Tensor add(const Operand& x1, const Operand& x2);
BERAS_API Tensor subtract(const Operand& x1, const Operand& x2);
BERAS_API Tensor multiply(const Operand& x1, const Operand& x2);
/// Floating: integers give float32.
BERAS_API Tensor divide(const Operand& x1, const Operand& x2);
BERAS_API Tensor true_divide(const Operand& x1, const Operand& x2);
/// x1 / x2, and 0 where x2 is 0.
BERAS_API Tensor divide_no_nan(const Operand& x1, const Operand& x2);
/// The largest whole number not above x1 / x2. No gradient.
BERAS_API Tensor floor_divide(const Operand& x1, const Operand& x2);
/// What floor_divide leaves: has the sign of x2.
BERAS_API Tensor mod(const Operand& x1, const Operand& x2);
/// The remainder of the division cut towards zero: has the sign of x1.
BERAS_API Tensor fmod(const Operand& x1, const Operand& x2);
/// x1 to the power of x2. Negative powers of integers are cut to whole numbers. The gradient of x2
/// is 0 where x1 <= 0.
BERAS_API Tensor power(const Operand& x1, const Operand& x2);
/// The larger one; NaN if either is. The gradient of equal ones goes to both by halves, as in JAX.
BERAS_API Tensor maximum(const Operand& x1, const Operand& x2);
BERAS_API Tensor minimum(const Operand& x1, const Operand& x2);
/// The angle of the point (x2, x1) in (-pi, pi].
BERAS_API Tensor arctan2(const Operand& x1, const Operand& x2);
/// sqrt(x1^2 + x2^2) without overflow; the gradient at (0, 0) is 0.
BERAS_API Tensor hypot(const Operand& x1, const Operand& x2);
/// log(exp(x1) + exp(x2)) without overflow.
BERAS_API Tensor logaddexp(const Operand& x1, const Operand& x2);
/// 0 where x1 < 0, 1 where x1 > 0, x2 where x1 = 0. No gradient.
BERAS_API Tensor heaviside(const Operand& x1, const Operand& x2);

// Bits of integers and bools; DTypeError for floats. What is shifted by as many bits as there are,
// or by fewer than none, is shifted out.
BERAS_API Tensor bitwise_and(const Operand& x, const Operand& y);
BERAS_API Tensor bitwise_or(const Operand& x, const Operand& y);
BERAS_API Tensor bitwise_xor(const Operand& x, const Operand& y);
BERAS_API Tensor left_shift(const Operand& x, const Operand& y);
BERAS_API Tensor right_shift(const Operand& x, const Operand& y);

// Comparisons and logic give bools; in logic whatever is not 0 is true.
BERAS_API Tensor equal(const Operand& x1, const Operand& x2);
BERAS_API Tensor not_equal(const Operand& x1, const Operand& x2);
BERAS_API Tensor less(const Operand& x1, const Operand& x2);
BERAS_API Tensor less_equal(const Operand& x1, const Operand& x2);
BERAS_API Tensor greater(const Operand& x1, const Operand& x2);
BERAS_API Tensor greater_equal(const Operand& x1, const Operand& x2);
BERAS_API Tensor logical_and(const Operand& x1, const Operand& x2);
BERAS_API Tensor logical_or(const Operand& x1, const Operand& x2);
BERAS_API Tensor logical_xor(const Operand& x1, const Operand& x2);

struct ClosenessOptions {
  double rtol = 1e-5;
  double atol = 1e-8;
  bool equal_nan = false;
};

/// |x1 - x2| <= atol + rtol |x2|; equal infinities are close.
BERAS_API Tensor isclose(const Operand& x1, const Operand& x2, ClosenessOptions options = {});
/// True if all elements are close.
BERAS_API bool allclose(const Operand& x1, const Operand& x2, ClosenessOptions options = {});
/// True if the shapes are the same and all elements equal.
BERAS_API bool array_equal(const Tensor& x1, const Tensor& x2);

}  // namespace beras::ops
