// Products of vectors and tensors, and norms. matmul and einsum have headers of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// NumPy's dot: the product with a number, the inner product of vectors, else the sum over the last
/// axis of x1 and the last but one (or only) of x2.
BERAS_API Tensor dot(const Tensor& x1, const Tensor& x2);
/// The inner product of all elements in row-major order.
BERAS_API Tensor vdot(const Tensor& x1, const Tensor& x2);
/// The sum over the last axes of both: (..., k) and (..., k) give (..., ...). The product if either
/// has rank 0.
BERAS_API Tensor inner(const Tensor& x1, const Tensor& x2);
/// All products of an element of x1 and one of x2: (size of x1, size of x2).
BERAS_API Tensor outer(const Tensor& x1, const Tensor& x2);

/// The sum over the last `axes` axes of x1 and the first of x2, in this order.
BERAS_API Tensor tensordot(const Tensor& x1, const Tensor& x2, std::int64_t axes = 2);
/// The sum over pairs of axes: axes1[i] of x1 together with axes2[i] of x2. What is left of x1
/// comes first. ShapeError where two of a pair differ in length, ValueError for lists of different
/// lengths.
BERAS_API Tensor tensordot(const Tensor& x1, const Tensor& x2, const Shape& axes1,
                           const Shape& axes2);

/// Which norm: a number p, which may be infinite, "fro" or "nuc".
class NormOrder {
 public:
  template <typename T>
  requires std::is_arithmetic_v<T> NormOrder(T p) : p_(static_cast<double>(p)) {}
  NormOrder(std::string name) : name_(std::move(name)) {}
  NormOrder(const char* name) : name_(name) {}

  double p() const { return p_; }
  /// Empty if it is a number.
  const std::string& name() const { return name_; }

 private:
  double p_ = 2;
  std::string name_;
};

struct NormOptions {
  /// The Euclidean norm if left out.
  std::optional<NormOrder> ord = std::nullopt;
  /// One axis of vectors or two of matrices, that of the rows' index first; all of `x` if left out,
  /// which must have rank 1 or 2 if `ord` is given.
  Axes axis = {};
  bool keepdims = false;
};

/// NumPy's norm. Vectors: sum(|x|^p)^(1/p); the largest or smallest |x| for p = inf or -inf; the
/// number of elements that are not zero for p = 0. Matrices: "fro"; 1 or inf for the largest sum of
/// |x| over a column or row (-1 or -inf: the smallest); 2, -2 or "nuc" for the largest singular
/// value, the smallest, or the sum of all, which have no second derivatives. ValueError for other
/// orders. Where a norm has no derivative, as the Euclidean at 0, elements that are 0 get none, nor
/// do singular values that are 0. Computed in float32 at least.
BERAS_API Tensor norm(const Tensor& x, const NormOptions& options = {});

}  // namespace beras::ops
