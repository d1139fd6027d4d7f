#include <unistd.h>

#include <algorithm>
#include <bit>
#include <new>
#include <string>

#include <beras/base/error.h>
#include <beras/tensor/memory_pool_internal.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BERAS_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define BERAS_ADDRESS_SANITIZER
#endif

#ifdef BERAS_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) static_cast<void>(0)
#define ASAN_UNPOISON_MEMORY_REGION(address, size) static_cast<void>(0)
#endif

namespace beras {
namespace {

constexpr std::size_t alignment = 64;

}  // namespace

std::size_t machine_memory() {
  static const std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
                                   static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

MemoryPool& MemoryPool::instance(Device device) {
  static MemoryPool& host = *new MemoryPool(memory_of(Device::cpu));
  if (device.is_host()) return host;
  static MemoryPool& guarded = *new MemoryPool(memory_of(Device::guarded));
  return guarded;
}

MemoryPool::SizeClass MemoryPool::size_class(std::size_t bytes) {
  bytes = std::max(bytes, alignment);
  const auto width = static_cast<std::size_t>(std::bit_width(bytes - 1));
  const std::size_t step = std::max(alignment, std::size_t{1} << (width - 3));
  const std::size_t rounded = (bytes + step - 1) / step * step;
  return {4 * width + ((rounded - 1) >> (width - 3)) % 4, rounded};
}

void* MemoryPool::allocate(std::size_t bytes) {
  if (bytes > machine_memory()) {
    throw BackendError("Storage",
                       "at most the " + std::to_string(machine_memory()) + " bytes of this machine",
                       std::to_string(bytes) + " bytes");
  }
  const SizeClass size = size_class(bytes);
  const std::lock_guard lock(mutex_);
  std::vector<void*>& cached = cached_[size.index];
  void* block = nullptr;
  if (cached.empty()) {
    block = fresh_block(size.bytes);
  } else {
    block = cached.back();
    cached.pop_back();
    statistics_.cached -= size.bytes;
  }
  ASAN_POISON_MEMORY_REGION(block, size.bytes);
  ASAN_UNPOISON_MEMORY_REGION(block, bytes);
  statistics_.used += size.bytes;
  statistics_.peak = std::max(statistics_.peak, statistics_.used);
  return block;
}

void* MemoryPool::fresh_block(std::size_t bytes) {
  const std::size_t used = statistics_.used + bytes;
  if (used + statistics_.cached > std::max(used, statistics_.peak) + slack) free_cached_blocks();
  void* block = memory_.allocate(bytes);
  if (block == nullptr) {
    free_cached_blocks();
    block = memory_.allocate(bytes);
  }
  if (block == nullptr) {
    throw BackendError("Storage", "a size that this machine has memory for",
                       std::to_string(bytes) + " bytes beside the " +
                           std::to_string(statistics_.used) + " in use");
  }
  ++blocks_taken_;
  return block;
}

void MemoryPool::release(void* block, std::size_t bytes) noexcept {
  const SizeClass size = size_class(bytes);
  const std::lock_guard lock(mutex_);
  statistics_.used -= size.bytes;
  try {
    cached_[size.index].push_back(block);
  } catch (const std::bad_alloc&) {
    return memory_.release(block);
  }
  statistics_.cached += size.bytes;
  ASAN_POISON_MEMORY_REGION(block, size.bytes);
}

void MemoryPool::release_cached() {
  const std::lock_guard lock(mutex_);
  free_cached_blocks();
}

void MemoryPool::free_cached_blocks() {
  for (std::vector<void*>& blocks : cached_) {
    for (void* block : blocks) memory_.release(block);
    blocks.clear();
  }
  statistics_.cached = 0;
}

MemoryStatistics MemoryPool::statistics() {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

std::int64_t MemoryPool::blocks_taken() {
  const std::lock_guard lock(mutex_);
  return blocks_taken_;
}

}  // namespace beras
