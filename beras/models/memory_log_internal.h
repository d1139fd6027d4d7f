// Whose each block of memory is, from the time that it is taken to that when it is given back.
// Private to models.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <beras/core/profiler_internal.h>
#include <beras/models/memory_plan.h>
#include <beras/tensor/memory_observer_internal.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Writes down, while it lives, what this thread takes from the pool of memory, and for which of
/// some Callables. Needs a Profile, without which no spans are made.
class MemoryLog final : public MemoryObserver {
 public:
  /// The owners count from 0; what is none's is `owners.size()`'s. What is taken within the region
  /// of that label is workspace.
  MemoryLog(const std::vector<const Callable*>& owners, std::string optimizer);
  ~MemoryLog() override;

  void allocated(const void* block, std::size_t bytes) override;
  void released(const void* block) noexcept override;

  /// The bytes of each owner, and last those of none, when most was in use. Blocks that were never
  /// given back do not count, unless they hold one of `state`, tensors with their owners.
  std::vector<MemoryUse> at_peak(const std::vector<std::pair<Tensor, std::size_t>>& state) const;

 private:
  using Span = profiler::Span;
  struct Entry {
    std::size_t bytes;
    std::size_t owner;
    std::size_t MemoryUse::*use;
    /// Of the span whose end tells what outlives it.
    const Span* span;
    std::int64_t span_start;
    /// Times count what is taken and given back.
    std::int64_t taken;
    std::int64_t given_back = never;
  };
  static constexpr std::int64_t never = INT64_MAX;

  std::size_t owner_of(const Span& span) const;
  /// The block that it lies in; null for what was taken before.
  const Entry* entry_of(const Tensor& tensor) const;

  std::unordered_map<const Callable*, std::size_t> owners_;
  std::string optimizer_;
  std::vector<Entry> entries_;
  std::unordered_map<const void*, std::size_t> in_use_;  // blocks: their entries
  std::int64_t time_ = 0;
  MemoryObserver* before_;
};

}  // namespace beras
