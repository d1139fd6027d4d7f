// Memory that the pieces of a parallel loop compute in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace beras::backend::cpu {

/// Runs body(begin, end, memory) for pieces as parallel_for does, with `bytes` bytes at `memory`
/// that no other piece uses meanwhile.
///
/// All memory is taken before the loop, for as many threads as it may have: whichever of them come,
/// a training step needs the same, and what Model::plan saw holds.
void parallel_for_with_memory(std::int64_t count, std::int64_t grain, std::size_t bytes,
                              const std::function<void(std::int64_t begin, std::int64_t end,
                                                       std::span<std::byte> memory)>& body);

}  // namespace beras::backend::cpu
