// A block of memory that tensors share, and the pool it comes from.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <beras/base/export.h>
#include <beras/tensor/device.h>

namespace beras {

/// A block of bytes, 64-byte aligned if it is our own, with a count of the writes made through any
/// tensor on it.
class BERAS_API Storage {
 public:
  /// Fresh memory of the device, uninitialised; BackendError if it has not that much. On `meta`
  /// there is none: `data()` is null, and `bytes()` what it would be.
  explicit Storage(std::size_t bytes, Device device = Device::cpu);
  /// Foreign memory, kept alive by `owner`; never copied.
  Storage(void* data, std::size_t bytes, std::shared_ptr<const void> owner, bool writable);
  ~Storage();
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  void* data() const { return data_; }
  /// What tells the block from all others that live: its address, or this one where it has none.
  const void* identity() const { return data_ ? data_ : this; }
  std::size_t bytes() const { return bytes_; }
  Device device() const { return device_; }
  /// True for our own memory, false for foreign memory that others may look at.
  bool pooled() const { return pooled_; }
  /// False for memory that may only be read.
  bool writable() const { return writable_; }
  /// How often the memory was written in place; a tape compares it to find changed inputs.
  std::uint64_t version() const { return version_.load(std::memory_order_relaxed); }
  void bump_version() { version_.fetch_add(1, std::memory_order_relaxed); }

 private:
  void* data_;
  std::size_t bytes_;
  Device device_;
  std::shared_ptr<const void> owner_;
  bool pooled_;
  bool writable_ = true;
  std::atomic<std::uint64_t> version_ = 0;
};

/// Bytes handed out and kept for reuse by the pool.
struct MemoryStatistics {
  std::size_t used = 0;
  std::size_t peak = 0;
  std::size_t cached = 0;
};

/// What the pool of that device holds now.
BERAS_API MemoryStatistics memory_statistics(Device device = Device::cpu);
/// Gives all cached blocks of the host's memory back to the system.
BERAS_API void release_cached_memory();

}  // namespace beras
