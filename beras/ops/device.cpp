// Tensor::to: from one device to another.
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/core/value_free_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>

namespace beras {
namespace {

struct ToDevice : Primitive<ToDevice>, ValueFree {
  explicit ToDevice(Device to) : device(to) {}

  Tensor call(const Tensor& x) const override {
    // Within a scope for `meta` nothing is computed, not even a copy.
    return copied(x, x.dtype(), device_of(x).holds_values() ? device : Device::meta);
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {J[0].device().holds_values() ? J[0].to(device_of(inputs()[0])) : J[0]};
  }
  std::string label() const override { return "to"; }

  Device device;
};

}  // namespace

Tensor Tensor::to(Device device) const {
  if (this->device() == device) return *this;
  if (device.holds_values()) check_has_values(*this, "to");
  return ToDevice(device)(*this);
}

}  // namespace beras
