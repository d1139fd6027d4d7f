#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include <beras/tensor/guarded_memory_internal.h>

namespace beras {
namespace {

constexpr std::size_t guarded_page = 4096;

/// One stretch of addresses, of which blocks are cut one after the other. What the pool gives back
/// is not cut again: there are addresses enough for all tests.
class Arena {
 public:
  static Arena& instance() {
    static Arena& arena = *new Arena;
    return arena;
  }

  void* allocate(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (!begin_ || bytes > capacity - used_) return nullptr;
    void* block = begin_ + used_;
    used_ += (bytes + 63) / 64 * 64;
    if (open_ > 0) protect(PROT_READ | PROT_WRITE);
    return block;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    if (open_++ == 0) protect(PROT_READ | PROT_WRITE);
  }
  void close() {
    const std::lock_guard lock(mutex_);
    if (--open_ == 0) protect(PROT_NONE);
  }

 private:
  static constexpr std::size_t capacity = std::size_t{64} << 30;

  Arena() {
    void* begin =
        mmap(nullptr, capacity, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin != MAP_FAILED) begin_ = static_cast<char*>(begin);
  }
  void protect(int access) {
    if (used_ > 0 &&
        mprotect(begin_, (used_ + guarded_page - 1) / guarded_page * guarded_page, access) != 0)
      std::abort();
  }

  std::mutex mutex_;
  char* begin_ = nullptr;
  std::size_t used_ = 0;
  int open_ = 0;
};

struct OpenGuarded {
  OpenGuarded() { open_guarded_memory(); }
  ~OpenGuarded() { close_guarded_memory(); }
  OpenGuarded(const OpenGuarded&) = delete;
  OpenGuarded& operator=(const OpenGuarded&) = delete;
};

}  // namespace

const DeviceMemory& guarded_memory() {
  static constexpr DeviceMemory memory = {
      [](std::size_t bytes) { return Arena::instance().allocate(bytes); },
      [](void*) noexcept {},
      [](void* to, const void* from, std::size_t bytes) {
        const OpenGuarded open;
        std::memcpy(to, from, bytes);
      },
      [](void* block, unsigned char value, std::size_t bytes) {
        const OpenGuarded open;
        std::memset(block, value, bytes);
      },
      [] {},
  };
  return memory;
}

void open_guarded_memory() { Arena::instance().open(); }
void close_guarded_memory() noexcept { Arena::instance().close(); }

}  // namespace beras
