#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/parallel.h>

namespace beras {
namespace {

/// Sets the number of threads for one test.
class Threads {
 public:
  explicit Threads(int count) : before_(num_threads()) { set_num_threads(count); }
  ~Threads() { set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

std::set<std::pair<std::int64_t, std::int64_t>> pieces(std::int64_t count, std::int64_t grain) {
  std::mutex mutex;
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  parallel_for(count, grain, [&](std::int64_t begin, std::int64_t end) {
    const std::lock_guard lock(mutex);
    seen.emplace(begin, end);
  });
  return seen;
}

TEST(Parallel, VisitsEveryElementOnce) {
  const Threads threads(4);
  std::vector<std::atomic<int>> visits(10007);
  parallel_for(10007, 13, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
  });
  for (const auto& count : visits) ASSERT_EQ(count, 1);
}

TEST(Parallel, CutsBySizeAndNotByThreads) {
  const std::set<std::pair<std::int64_t, std::int64_t>> expected = {{0, 4}, {4, 8}, {8, 10}};
  for (const int count : {1, 2, 5}) {
    const Threads threads(count);
    EXPECT_EQ(pieces(10, 4), expected);
  }
}

TEST(Parallel, GivesNoNumberToTwoThreadsAtOnce) {
  const Threads threads(4);
  std::vector<std::atomic<int>> busy(3);
  std::atomic<int> pieces_done = 0;
  parallel_for_threads(1000, 2, 3, [&](std::int64_t begin, std::int64_t end, std::int64_t thread) {
    ASSERT_GE(thread, 0);
    ASSERT_LT(thread, 3);
    EXPECT_EQ(end - begin, 2);
    EXPECT_EQ(busy[static_cast<std::size_t>(thread)]++, 0);
    std::this_thread::yield();
    --busy[static_cast<std::size_t>(thread)];
    ++pieces_done;
  });
  EXPECT_EQ(pieces_done, 500);
}

TEST(Parallel, NothingToDo) {
  EXPECT_TRUE(pieces(0, 4).empty());
  EXPECT_TRUE(pieces(-3, 4).empty());
}

TEST(Parallel, GrainBelowOneCountsAsOne) { EXPECT_EQ(pieces(3, 0).size(), 3u); }

TEST(Parallel, RethrowsAfterAllPiecesHaveEnded) {
  for (const int count : {1, 3}) {
    const Threads threads(count);
    EXPECT_THROW(parallel_for(100, 1,
                              [](std::int64_t begin, std::int64_t) {
                                if (begin == 57) throw std::out_of_range("57");
                              }),
                 std::out_of_range);
  }
}

TEST(Parallel, LoopsNest) {
  const Threads threads(2);
  std::atomic<std::int64_t> sum = 0;
  parallel_for(8, 1, [&](std::int64_t outer, std::int64_t) {
    parallel_for(8, 1, [&](std::int64_t inner, std::int64_t) { sum += outer * 8 + inner; });
  });
  EXPECT_EQ(sum, 63 * 64 / 2);
}

TEST(Parallel, ThreadsLoopAtOnce) {
  const Threads threads(3);
  std::vector<std::int64_t> sums(4);
  {
    std::vector<std::jthread> callers;
    for (std::int64_t& sum : sums) {
      callers.emplace_back([&sum] {
        for (int round = 0; round < 200; ++round) {
          std::atomic<std::int64_t> loop_sum = 0;
          parallel_for(16, 1, [&](std::int64_t i, std::int64_t) { loop_sum += i; });
          sum += loop_sum;
        }
      });
    }
  }
  for (const std::int64_t sum : sums) EXPECT_EQ(sum, 200 * 120);
}

TEST(Parallel, AForkedProcessLoopsAlone) {
  const Threads threads(2);
  const auto sum = [] {
    std::atomic<std::int64_t> result = 0;
    parallel_for(16, 1, [&](std::int64_t i, std::int64_t) { result += i; });
    return result.load();
  };
  EXPECT_EQ(sum(), 120);
  const pid_t child = fork();
  if (child == 0) _exit(sum() == 120 ? 0 : 1);
  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Parallel, ThreadCountIsAtLeastOne) {
  EXPECT_THROW(set_num_threads(0), ValueError);
  EXPECT_THROW(set_num_threads(-2), ValueError);
  const Threads threads(3);
  EXPECT_EQ(num_threads(), 3);
}

}  // namespace
}  // namespace beras
