// Tensors whose elements the host works out. Private to the library.
#pragma once

#include <beras/tensor/copy.h>

namespace beras {

/// A tensor on the default device, of the elements that `write` gives to one on the host. Where
/// nothing is computed, `write` is not called.
template <typename Write>
Tensor make_on_host(const Shape& shape, DType dtype, Write&& write) {
  Tensor result = Tensor::empty(shape, dtype);
  if (result.device().is_host()) {
    write(result);
  } else if (result.device().holds_values()) {
    const Tensor on_host = Tensor::empty(shape, dtype, Device::cpu);
    write(on_host);
    copy_elements(on_host, result);
  }
  return result;
}

}  // namespace beras
