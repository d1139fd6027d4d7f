#include <beras/base/error.h>
#include <beras/data/data.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

#include "tests/golden.h"

namespace beras {
namespace {

using golden::near;
using Numbers = std::vector<std::int64_t>;

Numbers numbers_of(const Tensor& tensor) {
  Numbers numbers;
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    numbers.push_back(tensor.reshape({-1})[Index(i)].astype(DType::int64).item<std::int64_t>());
  return numbers;
}

Numbers numbers_of(const Dataset& dataset) {
  Numbers numbers;
  for (const Structure& element : dataset) numbers.push_back(numbers_of(element[0])[0]);
  return numbers;
}

/// 0, 1 ... count-1, and their negatives as labels.
Tensor counted(std::int64_t count) { return ops::arange(count); }

TEST(SplitDataset, TakesTheFirstAndTheLast) {
  const Tensor x = counted(5);
  const auto [left, right] = split_dataset({x, -x}, {.left_size = 0.6});
  EXPECT_EQ(numbers_of(left), (Numbers{0, 1, 2}));
  EXPECT_EQ(numbers_of(right), (Numbers{3, 4}));
  EXPECT_EQ(left.cardinality(), 3);
  EXPECT_EQ((*right.begin())[1].tensor().item<int>(), -3);
  const auto [first, last] = split_dataset({x}, {.left_size = 1, .right_size = 2});
  EXPECT_EQ(numbers_of(first), (Numbers{0}));
  EXPECT_EQ(numbers_of(last), (Numbers{3, 4}));
}

TEST(SplitDataset, RoundsFractionsAsKeras) {
  const auto left_of = [](std::int64_t length, double fraction) {
    return split_positions(length, {.left_size = fraction}).first.size();
  };
  EXPECT_EQ(left_of(5, 0.5), 2);  // 2.5, to even
  EXPECT_EQ(left_of(7, 0.5), 4);  // 3.5
  EXPECT_EQ(left_of(10, 0.26), 3);
  EXPECT_EQ(split_positions(10, {.right_size = 0.3}).second.size(), 3);
}

TEST(SplitDataset, ShufflesBeforeItSplits) {
  const auto split = [](std::uint64_t seed) {
    return split_positions(50, {.left_size = 40, .shuffle = true, .seed = seed});
  };
  const auto [left, right] = split(3);
  Numbers all = numbers_of(left);
  EXPECT_FALSE(std::is_sorted(all.begin(), all.end()));
  for (const std::int64_t position : numbers_of(right)) all.push_back(position);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, numbers_of(counted(50)));
  EXPECT_TRUE(near(split(3).first, left));
  EXPECT_FALSE(near(split(4).first, left));
}

TEST(SplitDataset, KeepsTheElementsOfADataset) {
  // Its order changes with every walk: nothing may be on both sides nevertheless.
  const Dataset shuffled = Dataset::from_tensors({counted(20)}).shuffle();
  const auto [left, right] = split_dataset(shuffled, {.right_size = 5});
  for (int walk = 0; walk < 2; ++walk) {
    Numbers all = numbers_of(left);
    EXPECT_EQ(all.size(), 15U);
    for (const std::int64_t each : numbers_of(right)) all.push_back(each);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, numbers_of(counted(20)));
  }
  EXPECT_EQ(left.cardinality(), 15);
}

TEST(SplitDataset, RefusesSizesThatMakeNoSense) {
  const Tensor x = counted(4);
  for (const SplitDatasetOptions& options :
       std::vector<SplitDatasetOptions>{{},
                                        {.left_size = 0},
                                        {.left_size = 4},
                                        {.left_size = -1},
                                        {.left_size = 1.0},
                                        {.left_size = 0.0},
                                        {.left_size = 3, .right_size = 2},
                                        {.left_size = 0.01},
                                        {.right_size = 0.99}}) {
    EXPECT_THROW(split_dataset({x}, options), ValueError);
  }
  EXPECT_THROW(split_dataset(Tensors{}, {.left_size = 1}), ValueError);
  EXPECT_THROW(split_dataset({x, counted(3)}, {.left_size = 1}), ShapeError);
  EXPECT_THROW(split_dataset(Dataset::from_tensors({x}).repeat(), {.left_size = 1}), ValueError);
}

TEST(TrainTestSplit, KeepsSamplesAndLabelsTogether) {
  const Tensor x = counted(8).reshape({8, 1});
  const auto [train, test] = train_test_split(x, -x.reshape({-1}), {.seed = 1});
  EXPECT_EQ(train.x.shape(), (Shape{6, 1}));
  EXPECT_EQ(test.y.shape(), (Shape{2}));
  EXPECT_TRUE(near(train.x.reshape({-1}), -train.y));
  EXPECT_TRUE(near(test.x.reshape({-1}), -test.y));
  EXPECT_FALSE(train.x.trainable());
}

TEST(TrainTestSplit, KeepsTheOrderIfNothingIsShuffled) {
  const Tensor x = counted(5);
  const auto [train, test] = data::train_test_split(x, x, {.test_size = 2, .shuffle = false});
  EXPECT_EQ(numbers_of(train.x), (Numbers{0, 1, 2}));
  EXPECT_EQ(numbers_of(test.y), (Numbers{3, 4}));
  EXPECT_THROW(train_test_split(x, x, {.test_size = 5}), ValueError);
  EXPECT_THROW(train_test_split(x, counted(4)), ShapeError);
}

}  // namespace
}  // namespace beras
