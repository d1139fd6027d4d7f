#include <pthread.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include <beras/base/float_mode_internal.h>
#include <beras/base/thread_pool_internal.h>
#include <beras/base/thread_value_internal.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace beras {
namespace {

BERAS_NEAR_THREAD_LOCAL bool is_in_loop = false;

void pause() {
#if defined(__SSE2__)
  _mm_pause();
#endif
}

/// Waits until `value` is no longer `old`: awake for as long as it takes to come from one loop of a
/// training step to the next, then asleep.
void wait_for_change(const std::atomic<int>& value, int old) {
  constexpr int patience = 4000;  // pauses: 0.05 to 0.2 ms
  for (int i = 0; i < patience; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    pause();
  }
  value.wait(old);
}

}  // namespace

ThreadPool::ThreadPool() {
  // A forked process has no helpers, and must not wait for one that was just looking for a loop.
  pthread_atfork(nullptr, nullptr, [] { instance().inside_ = 0; });
}

ThreadPool& ThreadPool::instance() {
  static ThreadPool& pool = *new ThreadPool();
  return pool;
}

void ThreadPool::run(std::int64_t count, int threads, const Piece& piece) {
  std::unique_lock alone(busy_, std::defer_lock);
  if (count < 2 || threads < 2 || is_in_loop || !alone.try_lock()) {
    for (std::int64_t i = 0; i < count; ++i) piece(i, 0);
    return;
  }
  const std::int64_t sharers = std::min<std::int64_t>(count, threads);
  if (std::ssize(shares_) != sharers) shares_ = std::vector<Share>(sharers);
  for (std::int64_t i = 0; i < sharers; ++i) {
    shares_[i].next.store(count * i / sharers, std::memory_order_relaxed);
    shares_[i].end = count * (i + 1) / sharers;
  }
  start_helpers(sharers - 1);
  Loop loop{piece, shares_, float_mode()};
  loop_ = &loop;
  ++round_;
  round_.notify_all();
  loop.work(0);
  // A helper that comes from now on finds no loop; those that found it are waited for.
  loop_ = nullptr;
  for (int inside = inside_; inside != 0; inside = inside_) wait_for_change(inside_, inside);
  if (loop.failure) std::rethrow_exception(loop.failure);
}

void ThreadPool::Loop::work(std::int64_t thread) {
  is_in_loop = true;
  for (std::int64_t i = 0; i < std::ssize(shares); ++i) {
    Share& share = shares[(thread + i) % std::ssize(shares)];
    for (std::int64_t number; (number = share.next++) < share.end;) {
      try {
        piece(number, thread);
      } catch (...) {
        const std::lock_guard lock(failing);
        failure = std::current_exception();
      }
    }
  }
  is_in_loop = false;
}

void ThreadPool::start_helpers(std::int64_t count) {
  try {
    for (; helpers_ < count; ++helpers_) {
      std::thread([this, thread = helpers_ + 1] { help(thread); }).detach();
    }
  } catch (const std::system_error&) {
    // The system gives no more threads: the caller does their share.
  }
}

void ThreadPool::help(std::int64_t thread) {
  for (int round = 0;;) {
    wait_for_change(round_, round);
    round = round_;  // before it looks for the loop, so that it misses none
    ++inside_;
    Loop* loop = loop_;
    if (loop && thread < std::ssize(loop->shares)) {
      set_float_mode(loop->float_mode);
      loop->work(thread);
    }
    --inside_;
    inside_.notify_all();
  }
}

}  // namespace beras
