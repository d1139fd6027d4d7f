// The kernels that make one number of many: sums, extremes, and where they are.
#pragma once

#include <cstdint>
#include <string_view>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// What is made of the numbers; each has Keras's name.
enum class ReduceKind : std::uint8_t { sum, mean, prod, max, min, any, all };
enum class ArgumentKind : std::uint8_t { argmax, argmin };

/// Kernels that reduce the trailing axes of x: x has shape (out's shape..., reduced axes...) and
/// any strides, `out` is contiguous.
class BERAS_API ReduceKernels {
 public:
  virtual ~ReduceKernels() = default;
  /// One dtype for x and `out`: floating for mean, bool for any and all; sums and products of
  /// elements of one byte may be int32 or int64, too. Floats are summed and multiplied in float64,
  /// integers wrap around, extremes are NaN if any number is, and of nothing
  /// the result is 0, NaN (mean), 1 (prod), false (any) or true (all); max and min of nothing are
  /// not asked for. The order of additions depends on the shape and strides alone, never on the
  /// number of threads.
  virtual void reduce(ReduceKind kind, const Tensor& x, Tensor& out) const = 0;
  /// The row-major position of the first extreme, or of the first NaN, as int32 or int64.
  virtual void argument(ArgumentKind kind, const Tensor& x, Tensor& out) const = 0;
  /// The place of the first NaN of x, floating and contiguous; -1 if there is none.
  virtual std::int64_t first_nan(const Tensor& x) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<ReduceKernels> reduce(Device device);

/// Keras's name of the reduction.
BERAS_API std::string_view kind_name(ReduceKind kind);
BERAS_API std::string_view kind_name(ArgumentKind kind);

}  // namespace beras::backend
