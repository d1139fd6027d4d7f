// The kernels that copy and cast elements.
#pragma once

#include <beras/backend/kernels.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// Kernels that copy within a device; copy_elements (beras/tensor/copy.h) is what calls them.
class BERAS_API CopyKernels {
 public:
  virtual ~CopyKernels() = default;
  /// to[i] = from[i] in the dtype of `to`, as cast_value has it. Any strides and dtypes;
  /// `from_strides` walk over `from` as if it had the shape of `to`, which has one element at
  /// least. They do not overlap.
  virtual void copy(const Tensor& from, const Strides& from_strides, const Tensor& to) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<CopyKernels> copy(Device device);

}  // namespace beras::backend
