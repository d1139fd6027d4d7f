#include <beras/tensor/device_of.h>

#include <string>

#include <beras/base/error.h>

namespace beras {

Device common_device(Device a, Device b) {
  if (a == b || !a.holds_values()) return a;
  if (!b.holds_values()) return b;
  throw ValueError("Tensor", "tensors on one device", to_string(a) + " and " + to_string(b),
                   "Take them to one with to(device)");
}

void check_has_values(const Tensor& tensor, std::string_view who) {
  if (tensor.device().holds_values()) return;
  throw ValueError(who, "a tensor with values",
                   "one of shape " + to_string(tensor.shape()) +
                       ", which has no values on device " + to_string(tensor.device()));
}

void check_on_host(const Tensor& tensor, std::string_view who) {
  check_has_values(tensor, who);
  if (tensor.device().is_host()) return;
  throw ValueError(
      who, "memory of the host",
      "a tensor of shape " + to_string(tensor.shape()) + " on device " + to_string(tensor.device()),
      "Use to(Device::cpu)");
}

}  // namespace beras
