#include <beras/backend/cpu/working_memory.h>

#include <algorithm>
#include <optional>

#include <beras/base/parallel.h>
#include <beras/tensor/storage.h>

namespace beras::backend::cpu {

void parallel_for_with_memory(
    std::int64_t count, std::int64_t grain, std::size_t bytes,
    const std::function<void(std::int64_t, std::int64_t, std::span<std::byte>)>& body) {
  if (count <= 0) return;
  constexpr std::size_t page = 4096;  // what begins elsewhere is up to a tenth slower
  const std::size_t distance = (bytes + page - 1) / page * page;
  const std::int64_t pieces = (count - 1) / std::max<std::int64_t>(grain, 1) + 1;
  const auto threads = static_cast<int>(std::min<std::int64_t>(pieces, num_threads()));
  std::optional<const Storage> memory;
  if (bytes > 0) memory.emplace(static_cast<std::size_t>(threads) * distance);
  parallel_for_threads(
      count, grain, threads, [&](std::int64_t begin, std::int64_t end, std::int64_t thread) {
        if (!memory) return body(begin, end, {});
        auto* first = static_cast<std::byte*>(memory->data());
        body(begin, end, {first + static_cast<std::size_t>(thread) * distance, bytes});
      });
}

}  // namespace beras::backend::cpu
