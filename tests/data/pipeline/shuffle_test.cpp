#include <beras/base/random.h>
#include <beras/data/dataset.h>

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/data/pipeline/walk.h"

namespace beras {
namespace {

Walk sorted(Walk values) {
  std::ranges::sort(values);
  return values;
}

TEST(Shuffle, GivesEachElementOnce) {
  for (const Dataset& data : {counter(100), counted(100)})
    for (const std::int64_t buffer_size : {1, 7, 100, 1000}) {
      const Walk order = walk(data.shuffle({.buffer_size = buffer_size, .seed = 1}));
      EXPECT_EQ(sorted(order), walk(data));
      EXPECT_EQ(order == walk(data), buffer_size == 1);
    }
}

TEST(Shuffle, DependsOnTheSeedAlone) {
  const auto order = [](std::uint64_t seed) { return walk(counter(50).shuffle({.seed = seed})); };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
  EXPECT_EQ(order(1), walk(counted(50).take(50).shuffle({.seed = 1})));
  EXPECT_EQ(walk(counter(6).shuffle({.seed = 7})), (Walk{{3}, {0}, {4}, {1}, {5}, {2}}));
}

TEST(Shuffle, KeepsTensorsOfAnElementTogether) {
  const Tensor x{0, 1, 2, 3, 4, 5, 6, 7};
  for (const Structure& batch : Dataset::from_tensors(x, x).shuffle({.seed = 3}).batch(3))
    EXPECT_EQ(batch[0].tensor().to_vector<int>(), batch[1].tensor().to_vector<int>());
}

TEST(Shuffle, EachWalkHasItsOwnOrder) {
  const Dataset data = counter(20).shuffle({.seed = 1}).batch(20);
  const Walk first = walk(data);
  const Walk second = walk(data);
  EXPECT_NE(first, second);

  const Dataset again = counter(20).shuffle({.seed = 1}).batch(20);
  EXPECT_EQ(walk(again), first);
  EXPECT_EQ(walk(again), second);
  EXPECT_EQ(walk(counter(20).shuffle({.seed = 1}).repeat(2).batch(20)),
            (Walk{first[0], second[0]}));
}

TEST(Shuffle, AllWalksHaveOneOrderIfAsked) {
  const Dataset data = counter(20).shuffle({.seed = 1, .reshuffle_each_iteration = false});
  const Walk first = walk(data);
  EXPECT_EQ(walk(data), first);
  EXPECT_EQ(walk(data.skip(10)), Walk(first.begin() + 10, first.end()));
}

TEST(Shuffle, WithoutASeedFollowsTheGlobalOne) {
  set_random_seed(5);
  const Walk first = walk(counter(20).shuffle());
  const Walk second = walk(counter(20).shuffle());
  set_random_seed(5);
  EXPECT_EQ(walk(counter(20).shuffle()), first);
  EXPECT_NE(first, second);
}

TEST(Shuffle, DrawsFromTheNextElementsOnly) {
  const Walk order = walk(counter(100).shuffle({.buffer_size = 10, .seed = 1}));
  for (int i = 0; i < 100; ++i) EXPECT_LT(order[i][0], i + 10);
}

TEST(Shuffle, IsUniform) {
  // Each of 3 elements at each of 3 places, 2000 expected of 6000 walks; five standard deviations
  // are 183.
  const Dataset data = counter(3).shuffle({.seed = 1});
  int counts[3][3] = {};
  for (int i = 0; i < 6000; ++i) {
    const Walk order = walk(data);
    for (int place = 0; place < 3; ++place) ++counts[place][order[place][0]];
  }
  for (const auto& place : counts)
    for (const int count : place) EXPECT_NEAR(count, 2000, 183);
}

}  // namespace
}  // namespace beras
