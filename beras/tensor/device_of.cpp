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

}  // namespace beras
