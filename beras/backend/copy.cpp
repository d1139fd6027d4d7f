// copy_elements: within a device by its kernel, between two by way of packed blocks.
#include <beras/backend/copy.h>

#include <beras/tensor/copy.h>
#include <beras/tensor/device_memory_internal.h>
#include <beras/tensor/device_of.h>

namespace beras {
namespace {

/// The elements of `x` without gaps, in that dtype, where `x` lies.
Tensor packed(const Tensor& x, DType dtype) {
  if (x.is_contiguous() && x.dtype() == dtype) return x;
  return copied(x, dtype, x.device());
}

void copy_between_devices(const Tensor& from, const Tensor& to) {
  const Tensor source = packed(from, to.dtype());
  const bool is_direct = to.is_contiguous() && to.shape() == from.shape();
  const Tensor arrived = is_direct ? to : Tensor::empty(from.shape(), to.dtype(), to.device());
  const Device device = to.device().is_host() ? from.device() : to.device();
  memory_of(device).copy(arrived.raw(), source.raw(),
                         static_cast<std::size_t>(source.size() * item_size(source.dtype())));
  if (!is_direct) copy_elements(arrived, to);
}

}  // namespace

void copy_elements(const Tensor& from, const Tensor& to) {
  const Strides strides = broadcast_strides(from.shape(), from.strides(), to.shape(), "copy");
  if (to.size() == 0 || !device_of(to).holds_values()) return;
  check_has_values(from, "copy");
  if (from.device() != to.device()) return copy_between_devices(from, to);
  backend::copy(to.device())->copy(from, strides, to);
}

}  // namespace beras
