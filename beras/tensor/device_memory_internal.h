// How the memory of each kind of device is had and moved. Private to the library.
#pragma once

#include <cstddef>

#include <beras/tensor/device.h>

namespace beras {

/// The memory of one kind of device that holds values. All that the host does with such memory
/// goes through here; what is computed there goes through kernels.
struct DeviceMemory {
  /// A block, 64-byte aligned; null if there is none.
  void* (*allocate)(std::size_t bytes);
  void (*release)(void* block) noexcept;
  /// Between two blocks of the device, or between one and the memory of the host.
  void (*copy)(void* to, const void* from, std::size_t bytes);
  void (*fill)(void* block, unsigned char value, std::size_t bytes);
  /// Returns when all that was begun on the device is done.
  void (*synchronize)();
};

/// That of the device's kind, which must hold values.
const DeviceMemory& memory_of(Device device);

}  // namespace beras
