// Random numbers by counter: element i of a result is a pure function of (key, i), so any number of
// threads gives the same bits.
#pragma once

#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Distributions with two parameters.
enum class RandomKind : std::uint8_t {
  uniform,          ///< [a, b)
  normal,           ///< mean a, standard deviation b
  truncated_normal  ///< the same, limited to two standard deviations on either side
};

/// Kernels that draw; outputs are allocated and contiguous.
///
/// The words that element i is made of are philox(key, ...) counted in row-major order, so equal
/// keys give equal numbers whatever the shape. Normal numbers come from the inverse of the
/// cumulative distribution: nothing is ever drawn twice.
class BERAS_API RandomKernels {
 public:
  virtual ~RandomKernels() = default;
  /// Fills `out`, of a floating dtype.
  virtual void fill(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out) const = 0;
  /// Fills `out`, of an integer dtype, with whole numbers from [low, high), all as likely but for
  /// 2^-64 (high - low).
  virtual void integers(std::uint64_t key, std::int64_t low, std::int64_t high,
                        Tensor& out) const = 0;
  /// out = x / (1 - rate) or, with probability rate (to 16 bits), 0. Both are contiguous, of one
  /// floating dtype; `out` may be `x`.
  virtual void dropout(std::uint64_t key, double rate, const Tensor& x, Tensor& out) const = 0;
  /// Fills `out` (n,) of int64 with 0 ... n-1 in an order of which all are equally likely.
  virtual void permutation(std::uint64_t key, Tensor& out) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<RandomKernels> random(Device device);

}  // namespace beras::backend
