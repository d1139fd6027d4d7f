#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include <beras/base/hold_seeds_internal.h>
#include <beras/base/random.h>

namespace beras {
namespace {

using Block = std::array<std::uint32_t, 4>;

// Known answers of Random123 1.14 (kat_vectors); the two high counter words are 0 here.
TEST(Philox, KnownAnswerForZeros) {
  EXPECT_EQ(philox(0, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
}

TEST(Philox, DependsOnKeyAndCounterAlone) {
  EXPECT_EQ(philox(7, 11), philox(7, 11));
  std::set<Block> blocks;
  for (std::uint64_t key = 0; key < 30; ++key) {
    for (std::uint64_t counter = 0; counter < 30; ++counter) blocks.insert(philox(key, counter));
  }
  EXPECT_EQ(blocks.size(), 900u);
}

TEST(Philox, UsesAllBitsOfKeyAndCounter) {
  const std::uint64_t high = std::uint64_t{1} << 63;
  EXPECT_NE(philox(high, 0), philox(0, 0));
  EXPECT_NE(philox(0, high), philox(0, 0));
}

TEST(UnitNumbers, SpanZeroToBelowOne) {
  EXPECT_EQ(to_unit_float(0), 0.f);
  EXPECT_EQ(to_unit_float(0xffffffff), 1.f - 0x1p-24f);
  EXPECT_EQ(to_unit_double(0, 0), 0.);
  EXPECT_EQ(to_unit_double(0xffffffff, 0xffffffff), 1. - 0x1p-53);
  EXPECT_EQ(to_unit_double(0x80000000, 0), 0.5);
}

TEST(SeedGenerator, SameSeedGivesSameKeys) {
  SeedGenerator a(42);
  SeedGenerator b(42);
  SeedGenerator c(43);
  for (int i = 0; i < 10; ++i) {
    const std::uint64_t key = a.next();
    EXPECT_EQ(key, b.next());
    EXPECT_NE(key, c.next());
  }
}

TEST(SeedGenerator, CopyGoesOnFromWhereTheOriginalStands) {
  SeedGenerator a(1);
  a.next();
  SeedGenerator b = a;
  EXPECT_EQ(b.seed(), 1u);
  const std::uint64_t second = a.next();
  EXPECT_EQ(b.next(), second);
  SeedGenerator c(9);
  c = a;
  EXPECT_EQ(c.next(), a.next());
}

TEST(SeedGenerator, ResetStartsOver) {
  SeedGenerator a(5);
  const std::uint64_t first = a.next();
  EXPECT_NE(a.next(), first);
  a.reset(5);
  EXPECT_EQ(a.next(), first);
}

TEST(SeedGenerator, GlobalIsSeededBySetRandomSeed) {
  set_random_seed(3);
  const std::uint64_t first = SeedGenerator::global().next();
  set_random_seed(3);
  EXPECT_EQ(SeedGenerator::global().next(), first);
  EXPECT_EQ(SeedGenerator(3).next(), first);
}

TEST(SeedGenerator, StandsStillWhileSeedsAreHeld) {
  SeedGenerator generator(8), same(8);
  {
    const HoldSeeds hold;
    EXPECT_EQ(generator.next(), generator.next());
  }
  EXPECT_EQ(generator.next(), same.next());
  EXPECT_EQ(generator.next(), same.next());
}

TEST(SeedGenerator, ThreadsNeverGetTheSameKey) {
  SeedGenerator generator(8);
  std::vector<std::uint64_t> keys(4000);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 1000; ++i) keys[t * 1000 + i] = generator.next();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::uint64_t>(keys.begin(), keys.end()).size(), keys.size());
}

}  // namespace
}  // namespace beras
