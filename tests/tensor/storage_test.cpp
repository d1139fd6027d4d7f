#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/memory_observer_internal.h>
#include <beras/tensor/memory_pool_internal.h>
#include <beras/tensor/storage.h>

namespace beras {
namespace {

TEST(Storage, IsAlignedTo64Bytes) {
  for (const std::size_t bytes : {0, 1, 63, 64, 65, 1000, 4097, 1 << 20}) {
    const Storage storage(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(storage.data()) % 64, 0u);
    EXPECT_EQ(storage.bytes(), bytes);
    std::memset(storage.data(), 7, bytes);
  }
}

TEST(Storage, LiesOnLargePagesIfItIsLarge) {
  constexpr std::size_t mebibyte = std::size_t{1} << 20;
  for (const std::size_t bytes : {4 * mebibyte, 9 * mebibyte + 1}) {
    const Storage storage(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(storage.data()) % (2 * mebibyte), 0u);
  }
}

TEST(Storage, CountsItsWrites) {
  Storage storage(8);
  EXPECT_EQ(storage.version(), 0u);
  storage.bump_version();
  EXPECT_EQ(storage.version(), 1u);
}

TEST(Storage, KeepsTheOwnerOfForeignMemory) {
  auto owner = std::make_shared<std::vector<float>>(4, 1.f);
  const std::weak_ptr<std::vector<float>> watch = owner;
  auto storage = std::make_unique<Storage>(owner->data(), 16, owner, true);
  EXPECT_EQ(storage->data(), owner->data());
  EXPECT_FALSE(storage->pooled());
  owner.reset();
  EXPECT_FALSE(watch.expired());
  storage.reset();
  EXPECT_TRUE(watch.expired());
}

TEST(Storage, SizesBeyondTheMachineAreRefused) {
  EXPECT_THROW(Storage(std::size_t{1} << 62), BackendError);
  EXPECT_THROW(Storage(SIZE_MAX), BackendError);
}

TEST(MemoryPool, ReusesFreedBlocks) {
  release_cached_memory();
  const void* first = nullptr;
  {
    const Storage storage(5000);
    first = storage.data();
  }
  EXPECT_GE(memory_statistics().cached, 5000u);
  const Storage again(4900);
  EXPECT_EQ(again.data(), first);
}

TEST(MemoryPool, WastesAtMostAFifthOfLargeBlocks) {
  release_cached_memory();
  const std::size_t before = memory_statistics().used;
  for (std::size_t bytes = 256; bytes < 5000000; bytes = bytes * 9 / 8 + 1) {
    const Storage storage(bytes);
    const std::size_t taken = memory_statistics().used - before;
    EXPECT_GE(taken, bytes);
    EXPECT_LE(static_cast<double>(taken), 1.25 * static_cast<double>(bytes));
  }
}

TEST(MemoryPool, CountsUsedPeakAndCachedBytes) {
  release_cached_memory();
  const MemoryStatistics before = memory_statistics();
  EXPECT_EQ(before.cached, 0u);
  {
    const Storage storage(1 << 20);
    EXPECT_EQ(memory_statistics().used, before.used + (1 << 20));
    EXPECT_GE(memory_statistics().peak, before.used + (1 << 20));
  }
  EXPECT_EQ(memory_statistics().used, before.used);
  EXPECT_EQ(memory_statistics().cached, std::size_t{1} << 20);
  release_cached_memory();
  EXPECT_EQ(memory_statistics().cached, 0u);
}

TEST(MemoryPool, FootprintStaysNearThePeakOfUse) {
  for (std::size_t bytes = std::size_t{8} << 20; bytes < (std::size_t{60} << 20);
       bytes += 7 << 20) {
    const Storage storage(bytes);
    const MemoryStatistics now = memory_statistics();
    EXPECT_LE(now.used + now.cached, now.peak + MemoryPool::slack);
  }
}

TEST(MemoryObserver, IsToldOfTheBlocksOfItsThread) {
  struct Ledger : MemoryObserver {
    void allocated(const void* block, std::size_t bytes) override { held[block] = bytes; }
    void released(const void* block) noexcept override { held.erase(block); }
    std::map<const void*, std::size_t> held;
  } ledger;
  const auto earlier = std::make_unique<Storage>(100);
  memory_observer() = &ledger;
  auto storage = std::make_unique<Storage>(1000);
  std::thread([] { const Storage elsewhere(2000); }).join();
  ASSERT_EQ(ledger.held.size(), 1U);
  EXPECT_EQ(ledger.held.at(storage->data()), pooled_bytes(1000));
  EXPECT_GE(pooled_bytes(1000), 1000U);
  storage.reset();
  EXPECT_TRUE(ledger.held.empty());
  memory_observer() = nullptr;
  storage = std::make_unique<Storage>(1000);
  EXPECT_TRUE(ledger.held.empty());
}

TEST(MemoryPool, ThreadsShareItSafely) {
  const std::size_t before = memory_statistics().used;
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (std::size_t i = 0; i < 500; ++i) {
        const std::size_t bytes = 64 + i % 7 * 100;
        const Storage storage(bytes);
        std::memset(storage.data(), static_cast<int>(t), bytes);
        const auto* data = static_cast<const unsigned char*>(storage.data());
        ASSERT_EQ(data[0], t);
        ASSERT_EQ(data[bytes - 1], t);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(memory_statistics().used, before);
}

}  // namespace
}  // namespace beras
