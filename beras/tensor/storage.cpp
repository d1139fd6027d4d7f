#include <beras/tensor/storage.h>

#include <utility>

#include <beras/base/thread_value_internal.h>
#include <beras/tensor/memory_observer_internal.h>
#include <beras/tensor/memory_pool_internal.h>

namespace beras {

// Delegating: what throws below gives the block back.
Storage::Storage(std::size_t bytes, Device device)
    : Storage(device.holds_values() ? MemoryPool::instance(device).allocate(bytes) : nullptr, bytes,
              nullptr, true) {
  device_ = device;
  pooled_ = true;
  if (MemoryObserver* observer = memory_observer())
    observer->allocated(identity(), pooled_bytes(bytes));
}

Storage::Storage(void* data, std::size_t bytes, std::shared_ptr<const void> owner, bool writable)
    : data_(data), bytes_(bytes), owner_(std::move(owner)), pooled_(false), writable_(writable) {}

Storage::~Storage() {
  if (!pooled_) return;
  if (MemoryObserver* observer = memory_observer()) observer->released(identity());
  if (!data_) return;
  MemoryPool::instance(device_).release(data_, bytes_);
}

MemoryObserver*& memory_observer() {
  BERAS_NEAR_THREAD_LOCAL MemoryObserver* observer = nullptr;
  return observer;
}

std::size_t pooled_bytes(std::size_t bytes) { return MemoryPool::block_bytes(bytes); }

MemoryStatistics memory_statistics(Device device) {
  if (!device.holds_values()) return {};
  return MemoryPool::instance(device).statistics();
}

void release_cached_memory() { MemoryPool::instance().release_cached(); }

}  // namespace beras
