// How kernels are reached: for one expression, in which floats raise no signals and the memory of
// their device may be touched.
#pragma once

#include <beras/base/export.h>
#include <beras/base/hold_traps.h>
#include <beras/tensor/device.h>

namespace beras::backend {

/// Lets the memory of the device `guarded` be touched while it lives; nothing for others.
class BERAS_API OpenMemory {
 public:
  explicit OpenMemory(Device device) : opens_(device.kind == DeviceKind::guarded) {
    if (opens_) open();
  }
  ~OpenMemory() {
    if (opens_) close();
  }
  OpenMemory(const OpenMemory&) = delete;
  OpenMemory& operator=(const OpenMemory&) = delete;

 private:
  static void open();
  static void close() noexcept;

  bool opens_;
};

/// A family of kernels, as in `reduce(device)->argument(kind, x, out)`.
template <typename Family>
class Kernels {
 public:
  explicit Kernels(const Family& family, Device device = Device::cpu)
      : family_(family), memory_(device) {}
  const Family* operator->() const { return &family_; }

 private:
  const Family& family_;
  HoldTraps hold_;
  OpenMemory memory_;
};

}  // namespace beras::backend
