// Where tensors lie, and where a thread makes new ones.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// The kinds of devices. On `meta` nothing is computed: a tensor there has a shape and a dtype, but
/// neither memory nor values. `guarded` is for tests of the library: memory that only kernels can
/// touch, and the reference kernels.
enum class DeviceKind : std::uint8_t { cpu, meta, guarded };

/// A place for tensors, with kernels of its own.
struct BERAS_API Device {
  DeviceKind kind = DeviceKind::cpu;
  /// Which of the devices of that kind.
  std::int16_t index = 0;

  static const Device cpu;
  static const Device meta;
  static const Device guarded;

  /// False for `meta`, where results have shapes and dtypes alone.
  constexpr bool holds_values() const { return kind != DeviceKind::meta; }
  /// True if its memory may be read and written by any code.
  constexpr bool is_host() const { return kind == DeviceKind::cpu; }
  friend constexpr bool operator==(const Device&, const Device&) = default;
};

inline constexpr Device Device::cpu{};
inline constexpr Device Device::meta{DeviceKind::meta};
inline constexpr Device Device::guarded{DeviceKind::guarded};

/// The device called "cpu", "meta" or "guarded", with or without ":0"; ValueError if there is none
/// such.
BERAS_API Device device_from_name(std::string_view name);
/// "cpu", "meta" or "guarded"; with ":1" and so on for all but the first of a kind.
BERAS_API std::string to_string(Device device);
BERAS_API std::ostream& operator<<(std::ostream& stream, Device device);

/// Where this thread makes tensors that follow from no others: the innermost DeviceScope's device,
/// else the CPU.
BERAS_API Device default_device();
/// Where layers make their weights: the same, unless ShapesOnly says otherwise.
BERAS_API Device weight_device();

/// While it lives, new tensors of this thread lie on `device`.
///
/// What is computed lies where its arguments lie, except on `meta`: within such a scope nothing is
/// computed, wherever the arguments lie, and what is written in place stays as it was.
class BERAS_API DeviceScope {
 public:
  explicit DeviceScope(Device device);
  ~DeviceScope();
  DeviceScope(const DeviceScope&) = delete;
  DeviceScope& operator=(const DeviceScope&) = delete;

 private:
  Device tensors_before_;
  Device weights_before_;
};

/// A DeviceScope for `meta` that leaves weights alone: a layer that is called for the first time
/// makes them where it would have without it. For asking a model which shapes it gives.
class BERAS_API ShapesOnly {
 public:
  ShapesOnly();
  ~ShapesOnly();
  ShapesOnly(const ShapesOnly&) = delete;
  ShapesOnly& operator=(const ShapesOnly&) = delete;

 private:
  Device tensors_before_;
};

}  // namespace beras
