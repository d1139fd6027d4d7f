#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <beras/base/small_vector.h>

namespace beras {
namespace {

using Numbers = SmallVector<std::int64_t, 3>;

Numbers counted(std::size_t count) {
  Numbers numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST(SmallVector, StartsEmpty) {
  const Numbers numbers;
  EXPECT_TRUE(numbers.empty());
  EXPECT_EQ(numbers.size(), 0u);
}

TEST(SmallVector, ConstructsFromCountListAndRange) {
  EXPECT_EQ(Numbers(4, 7), (Numbers{7, 7, 7, 7}));
  const std::vector<int> values = {1, 2, 3, 4, 5};
  EXPECT_EQ(Numbers(values.begin(), values.end()), (Numbers{1, 2, 3, 4, 5}));
}

TEST(SmallVector, GrowsBeyondItsInlineRoom) {
  Numbers numbers;
  for (int i = 0; i < 100; ++i) numbers.push_back(i);
  EXPECT_EQ(numbers, counted(100));
  numbers.pop_back();
  EXPECT_EQ(numbers.back(), 98);
}

TEST(SmallVector, InsertsAndErasesAnywhere) {
  Numbers numbers = {1, 2, 3};
  numbers.insert(numbers.begin(), 0);
  numbers.insert(numbers.end(), 4);
  numbers.insert(numbers.begin() + 2, 9);
  EXPECT_EQ(numbers, (Numbers{0, 1, 9, 2, 3, 4}));
  numbers.erase(numbers.begin() + 2);
  numbers.erase(numbers.end() - 1);
  EXPECT_EQ(numbers, (Numbers{0, 1, 2, 3}));
}

TEST(SmallVector, ResizeKeepsAndFills) {
  Numbers numbers = {1, 2};
  numbers.resize(4, 5);
  EXPECT_EQ(numbers, (Numbers{1, 2, 5, 5}));
  numbers.resize(1);
  EXPECT_EQ(numbers, (Numbers{1}));
}

TEST(SmallVector, CopiesAreIndependent) {
  for (const std::size_t count : {2, 5}) {
    const Numbers original = counted(count);
    Numbers copy = original;
    copy[0] = 42;
    EXPECT_EQ(original, counted(count));
    copy = original;
    EXPECT_EQ(copy, original);
  }
}

TEST(SmallVector, MovesLeaveAnEmptyUsableVector) {
  for (const std::size_t count : {2, 5}) {
    Numbers source = counted(count);
    Numbers target = std::move(source);
    EXPECT_EQ(target, counted(count));
    EXPECT_TRUE(source.empty());
    source.push_back(1);
    EXPECT_EQ(source, (Numbers{1}));
    target = std::move(source);
    EXPECT_EQ(target, (Numbers{1}));
  }
}

TEST(SmallVector, SelfAssignmentChangesNothing) {
  Numbers numbers = counted(5);
  Numbers& same = numbers;
  numbers = same;
  EXPECT_EQ(numbers, counted(5));
  numbers = std::move(same);
  EXPECT_EQ(numbers, counted(5));
}

TEST(SmallVector, ComparesLengthAndElements) {
  EXPECT_NE((Numbers{1, 2}), (Numbers{1, 2, 3}));
  EXPECT_NE((Numbers{1, 2}), (Numbers{1, 3}));
  EXPECT_EQ(Numbers(), Numbers());
}

}  // namespace
}  // namespace beras
