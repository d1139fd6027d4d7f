#include <sys/mman.h>

#include <cstdlib>
#include <cstring>

#include <beras/tensor/device_memory_internal.h>
#include <beras/tensor/guarded_memory_internal.h>

namespace beras {
namespace {

constexpr std::size_t block_alignment = 64;
constexpr std::size_t large_page = std::size_t{2} << 20;

/// Large blocks lie on large pages where the system has them on request: filling a new one then
/// takes a fault for 2 MiB instead of one for 4 KiB.
void* host_block(std::size_t bytes) {
  if (bytes < 2 * large_page) return std::aligned_alloc(block_alignment, bytes);
  void* block = nullptr;  // std::aligned_alloc wants sizes that are multiples of the alignment
  if (posix_memalign(&block, large_page, bytes) != 0) return nullptr;
#ifdef MADV_HUGEPAGE
  madvise(block, bytes / large_page * large_page, MADV_HUGEPAGE);
#endif
  return block;
}

constexpr DeviceMemory host_memory = {
    host_block,
    [](void* block) noexcept { std::free(block); },
    [](void* to, const void* from, std::size_t bytes) { std::memcpy(to, from, bytes); },
    [](void* block, unsigned char value, std::size_t bytes) { std::memset(block, value, bytes); },
    [] {},
};

}  // namespace

const DeviceMemory& memory_of(Device device) {
  return device.kind == DeviceKind::guarded ? guarded_memory() : host_memory;
}

}  // namespace beras
