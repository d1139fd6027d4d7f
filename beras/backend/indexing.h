// The kernels that pick and place elements by tensors of indices.
#pragma once

#include <cstddef>
#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Kernels by `indices` for the axes `axis`, `axis` + 1 ... of some tensor: one at least, all
/// int64, contiguous, in range, and of one shape B. What they select has B in place of these axes.
class BERAS_API IndexingKernels {
 public:
  virtual ~IndexingKernels() = default;
  /// out = the integers x, contiguous and in int64, counted from the front of an axis of `length`.
  /// The row-major place of the first one that is not in [-length, length); -1 if all are.
  virtual std::int64_t positions(const Tensor& x, std::int64_t length, Tensor& out) const = 0;
  /// out = the selected elements of x; `out` is contiguous.
  virtual void gather(const Tensor& x, std::size_t axis, const Tensors& indices,
                      Tensor& out) const = 0;
  /// Adds the contiguous `values` to the selected elements of `out`, always in the same order.
  virtual void scatter_add(const Tensor& values, std::size_t axis, const Tensors& indices,
                           Tensor& out) const = 0;
  /// Writes the contiguous `values` over the selected elements of x, of any strides; the last of
  /// several for one place stays.
  virtual void scatter_set(const Tensor& values, std::size_t axis, const Tensors& indices,
                           const Tensor& x) const = 0;
  /// Writes a one into each row of `out` (..., classes), contiguous, at the place that the
  /// contiguous x (...) of int64 says; none where there is no such class.
  virtual void one_hot(const Tensor& x, Tensor& out) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<IndexingKernels> indexing(Device device);

}  // namespace beras::backend
