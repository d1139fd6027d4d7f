// The gradient of what ends a linear map or a convolution. Private to ops.
#pragma once

#include <beras/backend/epilogue.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The gradients of y (..., columns) = epilogue(z + bias).
struct EpilogueGradients {
  /// dy where the epilogue passes, 0 elsewhere.
  Tensor z;
  /// The sum of that over all but the last axis, if it is wanted.
  Tensor bias;
};

/// Recorded if a tape watches. `overwrites` says that z may be written over dy.
EpilogueGradients epilogue_gradients(backend::Epilogue epilogue, const Tensor& y, const Tensor& dy,
                                     bool wants_bias, bool overwrites);

}  // namespace beras::ops
