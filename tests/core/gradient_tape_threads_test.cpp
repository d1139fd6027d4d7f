// Tapes and the threads that made them.
#include <beras/core/gradient_tape.h>

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/diffable.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::values_of;

Tensor numbers(std::initializer_list<NestedList> values) { return Tensor(values, DType::float64); }

TEST(GradientTapeThreads, BelongsToItsThread) {
  const Tensor x = numbers({2.});
  GradientTape tape;
  const Tensor y = x * x;
  std::thread([&] {
    EXPECT_EQ(Diffable::gradient_tape(), nullptr);
    EXPECT_THROW(tape.gradient(y, x), TapeError);
    GradientTape other;
    EXPECT_EQ(values_of(other.gradient(x * x, x)), (std::vector<double>{4}));
  }).join();
  EXPECT_EQ(tape.calls().size(), 1U);
}

TEST(GradientTapeThreads, ThreadsHaveTapesOfTheirOwnAtOnce) {
  const Tensor x = numbers({2.});
  std::vector<std::thread> threads;
  std::vector<double> results(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        GradientTape tape;
        results[t] = tape.gradient(x * x * (t + 1), x).item<double>();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(results, (std::vector<double>{4, 8, 12, 16}));
}

TEST(GradientTapeThreads, MayBeDestroyedOnAnotherThread) {
  const Tensor a = numbers({2., 3.});
  auto tape = std::make_unique<GradientTape>();
  const Tensor before = a * a;
  std::thread([taken = std::move(tape)] {}).join();
  // What goes on here does not meet it any more, and later tapes are not disturbed.
  EXPECT_EQ(Diffable::gradient_tape(), nullptr);
  EXPECT_FALSE(is_recording());
  GradientTape second;
  const Tensor y = (a * a * a).sum();
  EXPECT_EQ(second.calls().size(), 3U);
  EXPECT_EQ(values_of(second.gradient(y, a)), (std::vector<double>{12, 27}));
}

TEST(GradientTapeThreads, MayBeDestroyedOnAnotherThreadWhileThisOneRecords) {
  const Tensor a = numbers({2., 3.});
  for (int round = 0; round < 50; ++round) {
    auto doomed = std::make_unique<GradientTape>();
    GradientTape kept;
    std::thread other([taken = std::move(doomed)]() mutable { taken.reset(); });
    Tensor y = a;
    for (int i = 0; i < 20; ++i) y = y + a;
    other.join();
    EXPECT_EQ(Diffable::gradient_tape(), &kept);
    EXPECT_EQ(values_of(kept.gradient(y, a)), (std::vector<double>{21, 21}));
  }
}

TEST(GradientTapeThreads, OutlivesTheThreadThatMadeIt) {
  const Tensor a = numbers({2., 3.});
  std::unique_ptr<GradientTape> tape;
  std::thread([&] {
    tape = std::make_unique<GradientTape>(GradientTapeOptions{.persistent = true});
    (a * a).sum();
  }).join();
  EXPECT_EQ(tape->calls().size(), 2U);
  EXPECT_THROW(tape->gradient(a, a), TapeError);
  tape.reset();
  EXPECT_FALSE(is_recording());
}

TEST(GradientTapeThreads, OtherThreadsMayNotSteerIt) {
  const Tensor a = numbers({2., 3.});
  GradientTape tape;
  const Tensor y = (a * a).sum();
  std::thread([&] {
    EXPECT_THROW(tape.stop(), TapeError);
    EXPECT_THROW(tape.start(), TapeError);
    EXPECT_THROW(tape.reset(), TapeError);
    EXPECT_THROW(tape.watch(a), TapeError);
    EXPECT_THROW(static_cast<void>(tape.stop_recording()), TapeError);
    EXPECT_THROW(tape.jacobian(y, a), TapeError);
  }).join();
  EXPECT_TRUE(tape.recording());
  EXPECT_EQ(values_of(tape.gradient(y, a)), (std::vector<double>{4, 6}));
}

}  // namespace
}  // namespace beras
