#include <beras/base/parallel.h>

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <string>

#include <beras/base/error.h>
#include <beras/base/thread_pool_internal.h>

namespace beras {
namespace {

std::atomic<int>& thread_count() {
  // OpenMP knows how many cores this process may use, and what OMP_NUM_THREADS asks for.
  static std::atomic<int> count = omp_get_max_threads();
  return count;
}

}  // namespace

void parallel_for(std::int64_t count, std::int64_t grain,
                  const std::function<void(std::int64_t, std::int64_t)>& body) {
  grain = std::max<std::int64_t>(grain, 1);
  if (count <= grain) return count > 0 ? body(0, count) : void();
  parallel_for_threads(
      count, grain, num_threads(),
      [&](std::int64_t begin, std::int64_t end, std::int64_t) { body(begin, end); });
}

void parallel_for_threads(
    std::int64_t count, std::int64_t grain, int threads,
    const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& body) {
  if (count <= 0) return;
  grain = std::max<std::int64_t>(grain, 1);
  ThreadPool::instance().run((count - 1) / grain + 1, threads,
                             [&](std::int64_t i, std::int64_t thread) {
                               body(i * grain, std::min(count, (i + 1) * grain), thread);
                             });
}

int num_threads() { return thread_count(); }

void set_num_threads(int count) {
  if (count < 1) {
    throw ValueError("set_num_threads", "a count of at least 1", std::to_string(count));
  }
  thread_count() = count;
}

}  // namespace beras
