// Where the elements of a tensor lie, for kernels that walk them.
#pragma once

#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The first element of a tensor whose dtype is known to be T.
template <typename T>
T* elements(const Tensor& tensor) {
  return static_cast<T*>(tensor.raw());
}

}  // namespace beras::backend
