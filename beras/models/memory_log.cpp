#include <algorithm>
#include <utility>

#include <beras/core/call.h>
#include <beras/models/memory_log_internal.h>

namespace beras {

MemoryLog::MemoryLog(const std::vector<const Callable*>& owners, std::string optimizer)
    : optimizer_(std::move(optimizer)), before_(memory_observer()) {
  for (const Callable* owner : owners) owners_.emplace(owner, owners_.size());
  memory_observer() = this;
}

MemoryLog::~MemoryLog() { memory_observer() = before_; }

const MemoryLog::Entry* MemoryLog::entry_of(const Tensor& tensor) const {
  const auto found = in_use_.find(tensor.block());
  return found == in_use_.end() ? nullptr : &entries_[found->second];
}

/// Of a call, the Callable; of a gradient, who made the call's output.
std::size_t MemoryLog::owner_of(const Span& span) const {
  if (const Call* call = span.call()) {
    const Entry* output = call->outputs.empty() ? nullptr : entry_of(call->outputs[0]);
    return output ? output->owner : owners_.size();
  }
  const auto found = owners_.find(span.callable());
  return found == owners_.end() ? owners_.size() : found->second;
}

void MemoryLog::allocated(const void* block, std::size_t bytes) {
  Entry entry{bytes, owners_.size(), &MemoryUse::activations, Span::innermost(), 0, time_++};
  for (const Span* span = Span::innermost(); span; span = span->outer()) {
    const std::string& label = span->event().label;
    if (span->call() || label == profiler::walk_label) entry.use = &MemoryUse::gradients;
    if (!span->call() && !span->callable() && label == optimizer_)
      entry.use = &MemoryUse::workspace;
    const std::size_t owner = owner_of(*span);
    if (owner == owners_.size()) continue;
    entry.owner = owner;
    entry.span = span;
  }
  if (entry.span) entry.span_start = entry.span->event().start;
  entries_.push_back(entry);
  in_use_[block] = entries_.size() - 1;
}

void MemoryLog::released(const void* block) noexcept {
  const auto found = in_use_.find(block);
  if (found == in_use_.end()) return;
  Entry& entry = entries_[found->second];
  in_use_.erase(found);
  entry.given_back = time_++;
  for (const Span* span = Span::innermost(); span; span = span->outer()) {
    if (span == entry.span && span->event().start == entry.span_start)
      entry.use = &MemoryUse::workspace;
  }
}

std::vector<MemoryUse> MemoryLog::at_peak(
    const std::vector<std::pair<Tensor, std::size_t>>& state) const {
  std::vector<Entry> counted = entries_;
  for (const auto& [tensor, owner] : state) {
    const Entry* found = entry_of(tensor);
    if (!found) continue;
    Entry& entry = counted[static_cast<std::size_t>(found - entries_.data())];
    entry.owner = owner;
    entry.use = &MemoryUse::optimizer;
  }
  std::erase_if(counted, [](const Entry& entry) {
    return entry.given_back == never && entry.use != &MemoryUse::optimizer;
  });
  std::vector<std::pair<std::int64_t, std::int64_t>> changes;  // time and bytes
  for (const Entry& entry : counted) {
    changes.emplace_back(entry.taken, static_cast<std::int64_t>(entry.bytes));
    changes.emplace_back(entry.given_back, -static_cast<std::int64_t>(entry.bytes));
  }
  std::sort(changes.begin(), changes.end());
  std::int64_t in_use = 0, most = 0, peak_time = 0;
  for (const auto& [time, bytes] : changes) {
    in_use += bytes;
    if (in_use <= most) continue;
    most = in_use;
    peak_time = time;
  }
  std::vector<MemoryUse> uses(owners_.size() + 1);
  for (const Entry& entry : counted) {
    if (entry.taken <= peak_time && peak_time < entry.given_back)
      uses[entry.owner].*entry.use += entry.bytes;
  }
  return uses;
}

}  // namespace beras
