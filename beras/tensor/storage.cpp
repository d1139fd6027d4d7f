#include <beras/tensor/storage.h>

#include <utility>

#include <beras/tensor/memory_pool_internal.h>

namespace beras {

Storage::Storage(std::size_t bytes)
    : data_(MemoryPool::instance().allocate(bytes)), bytes_(bytes), pooled_(true) {}

Storage::Storage(void* data, std::size_t bytes, std::shared_ptr<const void> owner, bool writable)
    : data_(data), bytes_(bytes), owner_(std::move(owner)), pooled_(false), writable_(writable) {}

Storage::~Storage() {
  if (pooled_) MemoryPool::instance().release(data_, bytes_);
}

MemoryStatistics memory_statistics() { return MemoryPool::instance().statistics(); }

void release_cached_memory() { MemoryPool::instance().release_cached(); }

}  // namespace beras
