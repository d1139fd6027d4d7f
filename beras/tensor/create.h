// Tensors of constants, by Keras's names.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/any_dtype.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// Tensors of one value; the same as the static functions of Tensor.
BERAS_API Tensor zeros(const Shape& shape, DType dtype = DType::float32);
BERAS_API Tensor ones(const Shape& shape, DType dtype = DType::float32);
BERAS_API Tensor full(const Shape& shape, Scalar value, DType dtype = DType::float32);

/// Tensors of one value, with the shape of `x`, where what is computed of it lies, and with its
/// dtype unless another is given.
BERAS_API Tensor zeros_like(const Tensor& x, std::optional<DType> dtype = std::nullopt);
BERAS_API Tensor ones_like(const Tensor& x, std::optional<DType> dtype = std::nullopt);
BERAS_API Tensor full_like(const Tensor& x, Scalar value,
                           std::optional<DType> dtype = std::nullopt);

/// start, start + step ... up to, not including, stop; int32 if all three are integers, else
/// float32, unless a dtype is given. ValueError for step 0, where a number is not finite and for
/// integers that int32 cannot hold if no dtype is given.
BERAS_API Tensor arange(Scalar start, Scalar stop, Scalar step = 1,
                        std::optional<DType> dtype = std::nullopt);
/// 0, 1 ... up to, not including, stop.
BERAS_API Tensor arange(Scalar stop);

struct LinspaceOptions {
  /// If false, `stop` itself is left out, and the steps get shorter.
  bool endpoint = true;
  AnyDType dtype = DType::float32;
};

/// `num` numbers from start to stop at equal distances.
BERAS_API Tensor linspace(double start, double stop, std::int64_t num = 50,
                          LinspaceOptions options = {});

/// (n, m) with ones on the diagonal k (above the main one if positive), zeros elsewhere; m is n if
/// not given.
BERAS_API Tensor eye(std::int64_t n, std::optional<std::int64_t> m = std::nullopt,
                     std::int64_t k = 0, DType dtype = DType::float32);
/// eye(n).
BERAS_API Tensor identity(std::int64_t n, DType dtype = DType::float32);

}  // namespace beras::ops
