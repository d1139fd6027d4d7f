// Where the memory of tensors comes from: blocks of a few sizes, 64-byte aligned, kept for reuse
// when freed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/device_memory_internal.h>
#include <beras/tensor/storage.h>

namespace beras {

/// The bytes of memory that this machine has.
std::size_t machine_memory();

/// A thread-safe pool of blocks of one device's memory.
///
/// Block sizes are spaced a quarter of a power of two apart, so at most a fifth of a block is
/// unused. What is handed out and what is cached together never exceed the greatest amount ever
/// handed out by more than `slack` bytes. Under AddressSanitizer cached blocks are poisoned, so
/// that use after free shows.
class BERAS_API MemoryPool {
 public:
  static constexpr std::size_t slack = std::size_t{64} << 20;

  explicit MemoryPool(const DeviceMemory& memory) : memory_(memory) {}
  /// That of a device. It outlives every tensor: it is never destroyed.
  static MemoryPool& instance(Device device = Device::cpu);

  /// A block of at least `bytes` bytes; BackendError if the machine has not that much.
  void* allocate(std::size_t bytes);
  /// Takes back what allocate(bytes) gave.
  void release(void* block, std::size_t bytes) noexcept;
  void release_cached();
  MemoryStatistics statistics();
  /// How many blocks it has taken from the system so far.
  std::int64_t blocks_taken();
  /// The size of the block that a request gets.
  static std::size_t block_bytes(std::size_t bytes) { return size_class(bytes).bytes; }

 private:
  struct SizeClass {
    std::size_t index;
    std::size_t bytes;
  };
  static SizeClass size_class(std::size_t bytes);
  void free_cached_blocks();
  void* fresh_block(std::size_t bytes);

  const DeviceMemory& memory_;
  std::mutex mutex_;
  std::array<std::vector<void*>, 4 * 65> cached_;
  MemoryStatistics statistics_;
  std::int64_t blocks_taken_ = 0;
};

}  // namespace beras
