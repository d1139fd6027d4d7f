#include <beras/base/thread_value_internal.h>
#include <beras/tensor/device.h>

#include <array>
#include <cstddef>
#include <ostream>

#include <beras/base/suggest.h>

namespace beras {
namespace {

BERAS_NEAR_THREAD_LOCAL constinit Device for_tensors;
BERAS_NEAR_THREAD_LOCAL constinit Device for_weights;

}  // namespace

Device device_from_name(std::string_view name) {
  const std::string_view kind = name.ends_with(":0") ? name.substr(0, name.size() - 2) : name;
  for (const Device device : {Device::cpu, Device::meta, Device::guarded})
    if (kind == to_string(device)) return device;
  throw_unknown_name("Device", "device", name, {"cpu", "meta", "guarded"});
}

std::string to_string(Device device) {
  constexpr std::array names = {"cpu", "meta", "guarded"};
  const std::string kind = names[static_cast<std::size_t>(device.kind)];
  return device.index == 0 ? kind : kind + ":" + std::to_string(device.index);
}

std::ostream& operator<<(std::ostream& stream, Device device) {
  return stream << to_string(device);
}

Device default_device() { return for_tensors; }
Device weight_device() { return for_weights; }

DeviceScope::DeviceScope(Device device)
    : tensors_before_(for_tensors), weights_before_(for_weights) {
  for_tensors = for_weights = device;
}
DeviceScope::~DeviceScope() {
  for_tensors = tensors_before_;
  for_weights = weights_before_;
}

ShapesOnly::ShapesOnly() : tensors_before_(for_tensors) { for_tensors = Device::meta; }
ShapesOnly::~ShapesOnly() { for_tensors = tensors_before_; }

}  // namespace beras
