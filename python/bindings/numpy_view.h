// Views that NumPy has made of a Tensor: to tapes they are computed from it.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras::python {

/// A window on the memory of `whole`, with an identity of its own; recording tapes note that it was
/// made of `whole`. Where its elements overlap, or `whole` is not contiguous, its gradient is an
/// error.
Tensor view_of(const Tensor& whole, const Shape& shape, const Strides& strides,
               std::int64_t offset);

}  // namespace beras::python
