// The threads behind parallel loops. Private to base.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

namespace beras {

/// Threads that help whoever runs a loop. They never hold a loop up: each piece is claimed when it
/// begins, so on a busy machine, or in a forked process, the caller does what nobody else does.
class ThreadPool {
 public:
  /// Never destroyed: at the end of the process its threads may be in use.
  static ThreadPool& instance();

  /// A piece of a loop: its number, and the number of the thread that does it, below the number of
  /// threads. No two threads of a loop have the same.
  using Piece = std::function<void(std::int64_t number, std::int64_t thread)>;

  /// Runs the pieces 0 ... count - 1 on this thread and up to `threads` - 1 others, and rethrows
  /// what one of them throws. Loops within loops, and beside one that another thread runs, stay on
  /// their thread.
  void run(std::int64_t count, int threads, const Piece& piece);

 private:
  ThreadPool();

  /// A contiguous part of the pieces: each thread begins with its own, where the last loop may have
  /// left the data in its cache, and then helps the others.
  struct alignas(64) Share {
    std::atomic<std::int64_t> next;
    std::int64_t end;
  };
  struct Loop {
    const Piece& piece;
    std::vector<Share>& shares;
    unsigned float_mode;
    std::mutex failing = {};
    std::exception_ptr failure = {};

    void work(std::int64_t thread);
  };

  void start_helpers(std::int64_t count);
  [[noreturn]] void help(std::int64_t thread);

  std::mutex busy_;
  std::vector<Share> shares_;
  std::int64_t helpers_ = 0;
  std::atomic<int> round_ = 0;  // changes when a loop begins
  std::atomic<Loop*> loop_ = nullptr;
  std::atomic<int> inside_ = 0;  // helpers that may be at work on loop_
};

}  // namespace beras
