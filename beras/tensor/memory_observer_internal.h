// Follows what one thread takes from the pool of memory. Private to the library.
#pragma once

#include <cstddef>

#include <beras/base/export.h>

namespace beras {

/// Told of each block that the thread which set it takes and gives back.
class MemoryObserver {
 public:
  MemoryObserver() = default;
  virtual ~MemoryObserver() = default;
  MemoryObserver(const MemoryObserver&) = delete;
  MemoryObserver& operator=(const MemoryObserver&) = delete;

  /// A block that has been taken (Storage::identity), with the bytes that the pool counts for it.
  virtual void allocated(const void* block, std::size_t bytes) = 0;
  /// A block that is about to be given back; it may have been taken before the observer was there.
  virtual void released(const void* block) noexcept = 0;
};

/// This thread's; null: none.
BERAS_API MemoryObserver*& memory_observer();

/// What the pool counts for a request of that many bytes.
BERAS_API std::size_t pooled_bytes(std::size_t bytes);

}  // namespace beras
