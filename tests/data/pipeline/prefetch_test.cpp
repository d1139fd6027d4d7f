#include <beras/base/error.h>
#include <beras/data/dataset.h>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/data/pipeline/walk.h"

namespace beras {
namespace {

TEST(PrefetchThread, GivesTheSameElementsInTheSameOrder) {
  const auto pipeline = [] { return counter(100).shuffle({.seed = 1}).batch(7); };
  const Dataset plain = pipeline();
  for (const int count : {1, 2, 1000}) {
    const Dataset ahead = pipeline().prefetch(count);
    const Dataset alone = pipeline();
    for (int epoch = 0; epoch < 3; ++epoch) EXPECT_EQ(walk(ahead), walk(alone));
  }
  EXPECT_EQ(walk(counter(0).prefetch(2)), Walk{});
}

TEST(PrefetchThread, RunsOnAThreadOfItsOwn) {
  std::atomic<std::thread::id> worker;
  const auto remember = [&](const Tensors& element) {
    worker = std::this_thread::get_id();
    return element;
  };
  walk(counter(1).map(remember).prefetch(1));
  EXPECT_NE(worker.load(), std::this_thread::get_id());
}

TEST(PrefetchThread, GoesNoFurtherAheadThanAsked) {
  std::atomic<int> made = 0;
  const auto count = [&](const Tensors& element) {
    ++made;
    return element;
  };
  const Dataset data = counter(100).map(count).prefetch(3);
  int used = 0;
  for (auto walker = data.begin(); walker != data.end(); ++walker) {
    ++used;
    // Three wait, one more may be in the making.
    EXPECT_LE(made.load(), used + 4);
  }
  EXPECT_EQ(made.load(), 100);
}

TEST(PrefetchThread, ErrorsReachTheWalkerInTheirPlace) {
  const auto fail_at_two = [](const Tensors& element) -> Tensors {
    if (element[0].item<int>() == 2) throw ValueError("test", "two");
    return element;
  };
  const Dataset data = counter(4).map(fail_at_two).prefetch(8);
  auto walker = data.begin();
  EXPECT_EQ((*walker)[0].tensor().item<int>(), 0);
  ++walker;
  EXPECT_EQ((*walker)[0].tensor().item<int>(), 1);
  EXPECT_THROW(++walker, ValueError);
  ++walker;
  EXPECT_TRUE(walker == data.end());
}

TEST(PrefetchThread, AnAbandonedWalkEndsItsThread) {
  std::atomic<int> alive = 0;
  struct Guard {
    explicit Guard(std::atomic<int>& all) : count(all) { ++count; }
    ~Guard() { --count; }
    std::atomic<int>& count;
  };
  const Dataset endless = Dataset::from_generator([&alive] {
    return [guard = std::make_shared<Guard>(alive)]() -> std::optional<Tensors> {
      return Tensors{Tensor(1)};
    };
  });
  for (int i = 0; i < 50; ++i) {
    const Dataset data = endless.prefetch(2);
    auto walker = data.begin();
    if (i % 2) ++walker;
  }
  EXPECT_EQ(alive.load(), 0);
}

TEST(PrefetchThread, MayBeChainedAndWalkedByManyAtOnce) {
  const Dataset data =
      counter(200).batch(3).prefetch(1).map([](const Tensors& x) { return x; }).prefetch(2);
  const Walk expected = walk(counter(200).batch(3));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { right += walk(data) == expected ? 1 : 0; });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right.load(), 4);
}

TEST(PrefetchThread, AWalkOutlivesItsDataset) {
  auto walker = counter(3).prefetch(1).begin();
  ++walker;
  EXPECT_EQ((*walker)[0].tensor().item<int>(), 1);
}

}  // namespace
}  // namespace beras
