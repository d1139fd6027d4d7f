// Where the result of a computation lies, by its arguments.
#pragma once

#include <string_view>

#include <beras/base/export.h>
#include <beras/tensor/device.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// The one device of both: `meta` if either is, as no values come of none. ValueError for two
/// others that differ.
BERAS_API Device common_device(Device a, Device b);

/// Where what is computed of `x` lies: where it lies itself, except within a scope for `meta`.
inline Device device_of(const Tensor& x) {
  const Device scope = default_device();
  return scope.holds_values() ? x.device() : scope;
}

/// Where what is computed of all of them lies; of the others, undefined ones do not count.
template <typename... Rest>
Device device_of(const Tensor& x, const Rest&... rest) {
  Device device = device_of(x);
  const auto join = [&](const Tensor& other) {
    if (other.defined() && other.device() != device) device = common_device(device, other.device());
  };
  (join(rest), ...);
  return device;
}
inline Device device_of(const Tensors& all) {
  Device device = all.empty() ? default_device() : device_of(all.front());
  for (const Tensor& each : all)
    if (each.defined() && each.device() != device) device = common_device(device, each.device());
  return device;
}

/// ValueError, in the name of `who`, for a tensor that has no values, as on `meta`.
BERAS_API void check_has_values(const Tensor& tensor, std::string_view who);
/// ValueError, in the name of `who`, for a tensor whose memory is not the host's.
BERAS_API void check_on_host(const Tensor& tensor, std::string_view who);

}  // namespace beras
