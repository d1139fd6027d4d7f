#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/data/dataset.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>

#include "tests/data/pipeline/walk.h"

namespace beras {
namespace {

/// Rows (0, 10), (1, 11) ... with labels 0, -1 ...
Dataset samples(int count) {
  std::vector<float> x;
  std::vector<int> y;
  for (int i = 0; i < count; ++i) {
    x.insert(x.end(), {i + 0.F, i + 10.F});
    y.push_back(-i);
  }
  return Dataset::from_tensors(Tensor(x, {count, 2}), Tensor(y));
}

TEST(Dataset, GivesTheRowsOfTensors) {
  std::vector<Tensors> elements;
  for (const Structure& element : samples(3)) elements.push_back(element);
  ASSERT_EQ(elements.size(), 3U);
  ASSERT_EQ(elements[2].size(), 2U);
  EXPECT_EQ(elements[2][0].shape(), (Shape{2}));
  EXPECT_EQ(elements[2][0].to_vector<float>(), (std::vector<float>{2, 12}));
  EXPECT_EQ(elements[2][1].shape(), (Shape{}));
  EXPECT_EQ(elements[2][1].item<int>(), -2);
  EXPECT_EQ(elements[2][1].dtype(), int32);
  EXPECT_FALSE(elements[2][0].trainable());
}

TEST(Dataset, NoElementChangesTheTensorsItCameFrom) {
  const Tensor x{1, 2, 3, 4};
  for (Tensors element : Dataset::from_tensors({x})) element[0].fill(9);
  const auto order = Dataset::from_tensors({x}).shuffle({.seed = 1});
  for (Tensors batch : order.batch(4)) batch[0].fill(9);
  for (Tensors batch : Dataset::from_tensors({x}).batch(2)) {
    EXPECT_THROW(batch[0].fill(9), ValueError);
  }
  EXPECT_EQ(x.to_vector<int>(), (std::vector<int>{1, 2, 3, 4}));
}

TEST(Dataset, BatchesOfRowsInTheirOrderAreNotCopied) {
  const Tensor x = Tensor::zeros({10, 16});
  const auto batches = Dataset::from_tensors({x}).skip(2).batch(4);
  auto walk = batches.begin();
  EXPECT_EQ((*walk)[0].tensor().shape(), (Shape{4, 16}));
  EXPECT_EQ((*walk)[0].tensor().data<float>(), x.data<float>() + 2 * 16);
  Tensors kept = *++walk;
  EXPECT_EQ(kept[0].data<float>(), x.data<float>() + 6 * 16);
  EXPECT_FALSE(kept[0].trainable());
}

TEST(Dataset, TakesViewsAndAnyNumberOfTensors) {
  const Tensor grid{{0, 1, 2}, {3, 4, 5}};
  EXPECT_EQ(walk(Dataset::from_tensors({grid.as_strided({3, 2}, {1, 3}, 0)})),
            (Walk{{0, 3}, {1, 4}, {2, 5}}));
  EXPECT_EQ(walk(Dataset::from_tensors(Tensor{1, 2}, Tensor{3, 4}, Tensor{5, 6}).batch(2)),
            (Walk{{1, 2, 3, 4, 5, 6}}));
  EXPECT_EQ(walk(Dataset::from_tensors({Tensor::zeros({0, 3})})), Walk{});
  EXPECT_EQ(walk(Dataset::from_tensors({Tensor::zeros({0, 3})}).batch(2)), Walk{});
  EXPECT_EQ(walk(Dataset::from_tensors({Tensor::zeros({2, 0})})), (Walk{{}, {}}));
}

TEST(Dataset, RefusesTensorsThatDoNotGoTogether) {
  const Tensor x = Tensor::zeros({3, 2});
  EXPECT_THROW(Dataset::from_tensors(Tensors{}), ValueError);
  EXPECT_THROW(Dataset::from_tensors({Tensor()}), ValueError);
  EXPECT_THROW(Dataset::from_tensors({Tensor(1)}), ShapeError);
  try {
    Dataset::from_tensors(x, Tensor{1, 2});
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dataset] expected tensors of one length along axis 0. Received: tensors of "
                 "shapes ((3, 2), (2,)).");
  }
}

TEST(Dataset, TheLastBatchMayBeSmaller) {
  std::vector<Tensors> batches;
  for (const Structure& batch : samples(5).batch(2)) batches.push_back(batch);
  ASSERT_EQ(batches.size(), 3U);
  EXPECT_EQ(batches[0][0].shape(), (Shape{2, 2}));
  EXPECT_EQ(batches[0][0].to_vector<int>(), (std::vector<int>{0, 10, 1, 11}));
  EXPECT_EQ(batches[0][1].to_vector<int>(), (std::vector<int>{0, -1}));
  EXPECT_EQ(batches[2][0].shape(), (Shape{1, 2}));
  EXPECT_EQ(batches[2][1].to_vector<int>(), (std::vector<int>{-4}));
  EXPECT_FALSE(batches[0][0].trainable());
  EXPECT_FALSE(batches[0][1].trainable());
}

TEST(Dataset, TheLastBatchMayBeLeftOut) {
  EXPECT_EQ(walk(counter(5).batch(2, true)), (Walk{{0, 1}, {2, 3}}));
  EXPECT_EQ(walk(counter(4).batch(2, true)), (Walk{{0, 1}, {2, 3}}));
  EXPECT_EQ(walk(counted(5).batch(2, true)), (Walk{{0, 1}, {2, 3}}));
}

TEST(Dataset, BatchesElementsOfAnyKind) {
  const auto pair_with_one = [](const Tensors& element) {
    return Tensors{element[0], Tensor{1.5, 2.5}};
  };
  std::vector<Tensors> batches;
  for (const Structure& batch : counted(3).map(pair_with_one).batch(2)) batches.push_back(batch);
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches[0][0].to_vector<int>(), (std::vector<int>{0, 1}));
  EXPECT_EQ(batches[0][1].shape(), (Shape{2, 2}));
  EXPECT_EQ(batches[1][1].to_vector<double>(), (std::vector<double>{1.5, 2.5}));
  EXPECT_FALSE(batches[1][1].trainable());
  EXPECT_EQ(walk(counter(5).batch(2).batch(2, true)), (Walk{{0, 1, 2, 3}}));
}

TEST(Dataset, BatchRefusesElementsThatDoNotGoTogether) {
  const auto batch_of = [](std::vector<Tensors> elements) {
    const auto at = [elements](const Tensors& i) { return elements[i[0].item<int>()]; };
    walk(counted(static_cast<int>(elements.size())).map(at).batch(8));
  };
  EXPECT_THROW(batch_of({{Tensor{1}}, {Tensor{1, 2}}}), ShapeError);
  EXPECT_THROW(batch_of({{Tensor{1}}, {Tensor{1.}}}), DTypeError);
  EXPECT_THROW(batch_of({{Tensor{1}}, {Tensor{1}, Tensor{1}}}), ValueError);
}

TEST(Dataset, MapsEachElement) {
  const auto twice = [](const Tensors& element) {
    return Tensors{Tensor(2 * element[0].item<int>()), element[0]};
  };
  EXPECT_EQ(walk(counter(3).map(twice)), (Walk{{0, 0}, {2, 1}, {4, 2}}));
}

TEST(Dataset, MapLeavesTheTensorsOfItsFunctionAsTheyAre) {
  const Variable weight{1.};
  for (const Structure& element : counter(1).map([&](const Tensors&) { return Tensors{weight}; }))
    EXPECT_FALSE(element[0].tensor().trainable());
  EXPECT_TRUE(weight.trainable());
}

TEST(Dataset, TakesSkipsAndRepeats) {
  for (const Dataset& data : {counter(4), counted(4)}) {
    EXPECT_EQ(walk(data.take(2)), (Walk{{0}, {1}}));
    EXPECT_EQ(walk(data.take(9)), (Walk{{0}, {1}, {2}, {3}}));
    EXPECT_EQ(walk(data.take(0)), Walk{});
    EXPECT_EQ(walk(data.skip(3)), (Walk{{3}}));
    EXPECT_EQ(walk(data.skip(9)), Walk{});
    EXPECT_EQ(walk(data.skip(2).repeat(2)), (Walk{{2}, {3}, {2}, {3}}));
    EXPECT_EQ(walk(data.repeat(0)), Walk{});
    EXPECT_EQ(walk(data.repeat().skip(3).take(3)), (Walk{{3}, {0}, {1}}));
    EXPECT_EQ(walk(data.repeat(2).batch(3)), (Walk{{0, 1, 2}, {3, 0, 1}, {2, 3}}));
  }
  EXPECT_EQ(walk(counter(0).repeat()), Walk{});
}

TEST(Dataset, ZipsUpToTheShortest) {
  EXPECT_EQ(walk(Dataset::zip({counter(3), samples(2)})), (Walk{{0, 0, 10, 0}, {1, 1, 11, -1}}));
  EXPECT_THROW(Dataset::zip({}), ValueError);
}

TEST(Dataset, CountsItsElements) {
  const Dataset five = counter(5);
  EXPECT_EQ(five.cardinality(), 5);
  EXPECT_EQ(five.batch(2).cardinality(), 3);
  EXPECT_EQ(five.batch(2, true).cardinality(), 2);
  EXPECT_EQ(five.take(3).cardinality(), 3);
  EXPECT_EQ(five.skip(3).cardinality(), 2);
  EXPECT_EQ(five.skip(7).cardinality(), 0);
  EXPECT_EQ(five.repeat(3).cardinality(), 15);
  EXPECT_EQ(five.repeat().cardinality(), Dataset::infinite);
  EXPECT_EQ(five.repeat().batch(2).cardinality(), Dataset::infinite);
  EXPECT_EQ(five.repeat().take(7).cardinality(), 7);
  EXPECT_EQ(five.take(0).repeat().cardinality(), 0);
  EXPECT_EQ(five.repeat(3).repeat(std::int64_t{1} << 62).cardinality(),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(five.shuffle().map([](const Tensors& x) { return x; }).prefetch(1).cardinality(), 5);
  EXPECT_EQ(counted(5).cardinality(), Dataset::unknown);
  EXPECT_EQ(counted(5).take(3).cardinality(), Dataset::unknown);
  EXPECT_EQ(counted(5).repeat(2).cardinality(), Dataset::unknown);
  EXPECT_EQ(Dataset::zip({five, five.repeat()}).cardinality(), 5);
  EXPECT_EQ(Dataset::zip({five.repeat(), five.repeat()}).cardinality(), Dataset::infinite);
  EXPECT_EQ(Dataset::zip({five, counted(5)}).cardinality(), Dataset::unknown);
}

TEST(Dataset, RefusesArgumentsThatMakeNoSense) {
  const Dataset data = counter(3);
  EXPECT_THROW(data.batch(-1), ValueError);
  EXPECT_THROW(data.take(-1), ValueError);
  EXPECT_THROW(data.skip(-1), ValueError);
  EXPECT_THROW(data.repeat(-2), ValueError);
  EXPECT_THROW(data.prefetch(0), ValueError);
  EXPECT_THROW(data.shuffle({.buffer_size = 0}), ValueError);
  EXPECT_THROW(data.map(nullptr), ValueError);
  EXPECT_THROW(Dataset::from_generator(nullptr), ValueError);
  EXPECT_THROW(Dataset::from_generator([] { return nullptr; }).begin(), ValueError);
  try {
    data.batch(0);
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(), "[Dataset.batch] expected a size of at least 1. Received: 0.");
  }
}

TEST(Dataset, WalksAnewEachTime) {
  const Dataset data = counted(3).batch(2);
  const Walk once = walk(data);
  EXPECT_EQ(once, (Walk{{0, 1}, {2}}));
  EXPECT_EQ(walk(data), once);
}

TEST(Dataset, ErrorsOfFunctionsReachTheWalker) {
  const auto fail_at_two = [](const Tensors& element) -> Tensors {
    if (element[0].item<int>() == 2) throw ValueError("test", "two");
    return element;
  };
  const Dataset data = counter(4).map(fail_at_two);
  auto walker = data.begin();
  ++walker;
  EXPECT_THROW(++walker, ValueError);
}

TEST(Dataset, SaysThatItWasMovedFrom) {
  Dataset gone = samples(3);
  const Dataset here = std::move(gone);
  EXPECT_EQ(here.cardinality(), 3);
  const auto says = [](const std::string& method, const auto& action) {
    try {
      action();
      FAIL() << method;
    } catch (const ValueError& error) {
      EXPECT_EQ(std::string(error.what()), "[Dataset." + method +
                                               "] expected a dataset. Received: one that was "
                                               "moved from.");
    }
  };
  says("shuffle", [&] { gone.shuffle({.buffer_size = 2}); });
  says("batch", [&] { gone.batch(2); });
  says("map", [&] { gone.map([](const Tensors& element) { return element; }); });
  says("repeat", [&] { gone.repeat(); });
  says("take", [&] { gone.take(1); });
  says("skip", [&] { gone.skip(1); });
  says("prefetch", [&] { gone.prefetch(1); });
  says("zip", [&] { Dataset::zip({here, gone}); });
  says("cardinality", [&] { gone.cardinality(); });
  says("begin", [&] { gone.begin(); });
  gone = here;
  EXPECT_EQ(gone.cardinality(), 3);
}

TEST(Dataset, WalksHaveAnEndAndMayBeMoved) {
  const Dataset data = samples(1);
  Dataset::Iterator walk = data.begin();
  EXPECT_EQ(walk->size(), 2U);
  ++walk;
  EXPECT_THROW(*walk, IndexError);
  EXPECT_THROW(walk.operator->(), IndexError);
  ++walk;  // stays there
  EXPECT_TRUE(walk == data.end());
  const Dataset::Iterator taken = std::move(walk);
  EXPECT_THROW(++walk, ValueError);
}

TEST(Dataset, RefusesEndlessChains) {
  const Dataset start = samples(3);
  const std::vector<std::function<Dataset(const Dataset&)>> steps = {
      [](const Dataset& data) { return data.map([](const Tensors& element) { return element; }); },
      [](const Dataset& data) { return data.take(2); },
      [](const Dataset& data) { return data.skip(0); },
      [](const Dataset& data) { return data.repeat(1); },
      [](const Dataset& data) { return data.shuffle({.seed = 1}); },
      [](const Dataset& data) { return Dataset::zip({data}); },
  };
  for (const auto& step : steps) {
    Dataset data = start;
    for (int i = 0; i < 1000; ++i) data = step(data);
    EXPECT_EQ((*data.begin()).size(), 2U);
    try {
      step(data);
      FAIL();
    } catch (const ValueError& error) {
      EXPECT_STREQ(error.what(),
                   "[Dataset] expected at most 1000 transformations in a row. Received: 1001. Put "
                   "several functions into one map.");
    }
  }
}

TEST(Dataset, RefusesToKeepMoreThanThereIsMemoryFor) {
  const Dataset endless = samples(3).repeat();
  constexpr std::int64_t much = std::int64_t{1} << 62;
  EXPECT_THROW(endless.shuffle(), ValueError);
  EXPECT_THROW(endless.shuffle({.seed = 1}), ValueError);
  EXPECT_THROW(endless.shuffle({.buffer_size = much}), ValueError);
  EXPECT_THROW(endless.map([](const Tensors& element) { return element; }).shuffle(), ValueError);
  EXPECT_THROW(Dataset::zip({endless, endless}).shuffle(), ValueError);
  EXPECT_THROW(endless.batch(4).shuffle(), ValueError);
  EXPECT_THROW(endless.batch(much), ValueError);
  EXPECT_THROW(endless.prefetch(much), ValueError);
  EXPECT_THROW(samples(3).repeat(much).shuffle(), ValueError);
  try {
    endless.shuffle();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dataset.shuffle] expected a buffer_size beside an endless dataset. Received: "
                 "none. Give buffer_size, or bound the dataset with take.");
  }
  // What ends, or is cut, may be kept as a whole.
  EXPECT_EQ((*endless.shuffle({.buffer_size = 2}).batch(4).begin())[0].tensor().dim(0), 4);
  EXPECT_EQ((*endless.take(5).shuffle().batch(much).begin())[0].tensor().dim(0), 5);
  EXPECT_EQ((*samples(3).shuffle({.buffer_size = much}).batch(much).prefetch(much).begin())[0]
                .tensor()
                .dim(0),
            3);
}

TEST(Dataset, TakesAGeneratorForEndlessUntilItIsBounded) {
  const Dataset endless =
      Dataset::from_generator([] { return [] { return std::optional(Tensors{Tensor{1.}}); }; });
  constexpr std::int64_t much = std::int64_t{1} << 62;
  EXPECT_EQ(endless.cardinality(), Dataset::unknown);
  EXPECT_THROW(endless.shuffle(), ValueError);
  EXPECT_THROW(endless.skip(3).batch(2).repeat(2).prefetch(1).shuffle(), ValueError);
  EXPECT_THROW(endless.map([](const Tensors& element) { return element; }).shuffle(), ValueError);
  EXPECT_THROW(Dataset::zip({endless, endless}).shuffle(), ValueError);
  EXPECT_THROW(endless.shuffle({.buffer_size = much}), ValueError);
  EXPECT_THROW(endless.batch(much), ValueError);
  EXPECT_THROW(endless.prefetch(much), ValueError);
  EXPECT_THROW(endless.take(much).shuffle(), ValueError);
  try {
    endless.shuffle();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dataset.shuffle] expected a buffer_size beside a generator, which may be "
                 "endless. Received: none. Give buffer_size, or bound the dataset with take.");
  }
  EXPECT_EQ((*endless.shuffle({.buffer_size = 2}).batch(4).begin())[0].tensor().dim(0), 4);
  EXPECT_EQ((*endless.take(5).shuffle().batch(much).begin())[0].tensor().dim(0), 5);
  EXPECT_EQ((*Dataset::zip({samples(3), endless}).shuffle().batch(4).begin())[0].tensor().dim(0),
            3);
}

TEST(Dataset, RefusesToZipWithoutEnd) {
  Dataset data = samples(3);
  const auto double_it = [&] {
    for (int i = 0; i < 40; ++i) data = Dataset::zip({data, data}).batch(1);
  };
  EXPECT_THROW(double_it(), ValueError);
  EXPECT_EQ((*data.begin()).size(), 2 * 8192u);
}

TEST(Dataset, RefusesEndlessSamplesWithoutElements) {
  const Tensor nothing = Tensor::empty({std::int64_t{1} << 40, 0});
  EXPECT_THROW(Dataset::from_tensors({nothing}), ShapeError);
  EXPECT_THROW(Dataset::from_tensors({nothing, nothing}), ShapeError);
  EXPECT_EQ(Dataset::from_tensors({Tensor::empty({1000, 0})}).batch(300).cardinality(), 4);
}

}  // namespace
}  // namespace beras
