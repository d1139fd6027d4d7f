#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>
#include <beras/tensor/tensor.h>

namespace beras {
namespace {

using Ints = std::vector<int>;

Tensor counted(std::int64_t count) { return ops::arange(count); }

TEST(Assign, BroadcastsAndCasts) {
  Tensor x = Tensor::zeros({2, 3}, int32);
  x.assign(Tensor{1.9, -2.9, 3.0});
  EXPECT_EQ(x.to_vector<int>(), (Ints{1, -2, 3, 1, -2, 3}));
  x.assign(Tensor(7));
  EXPECT_EQ(x.to_vector<int>(), Ints(6, 7));
  x.assign(Tensor{{1}, {2}});
  EXPECT_EQ(x.to_vector<int>(), (Ints{1, 1, 1, 2, 2, 2}));
}

TEST(Assign, RaisesTheVersionOnceThroughAnyView) {
  const Tensor x = Tensor::zeros({2, 3});
  Tensor column = x.as_strided({2}, {3}, 1);
  column.assign(Tensor{5.0, 6.0});
  EXPECT_EQ(x.version(), 1u);
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, 5, 0, 0, 6, 0}));
  column.fill(1);
  EXPECT_EQ(x.version(), 2u);
}

TEST(Assign, OverlappingMemoryIsReadBeforeItIsWritten) {
  for (const std::int64_t shift : {1, 2, 5}) {
    const Tensor up = counted(20);
    up.as_strided({20 - shift}, {1}, shift).assign(up.as_strided({20 - shift}, {1}, 0));
    const Tensor down = counted(20);
    down.as_strided({20 - shift}, {1}, 0).assign(down.as_strided({20 - shift}, {1}, shift));
    for (std::int64_t i = 0; i < 20; ++i) {
      const auto at = static_cast<std::size_t>(i);
      EXPECT_EQ(up.to_vector<std::int64_t>()[at], i < shift ? i : i - shift);
      EXPECT_EQ(down.to_vector<std::int64_t>()[at], i < 20 - shift ? i + shift : i);
    }
  }
}

TEST(Assign, ReversesAndTransposesItself) {
  Tensor x = counted(4);
  x.assign(x.as_strided({4}, {-1}, 3));
  EXPECT_EQ(x.to_vector<int>(), (Ints{3, 2, 1, 0}));
  Tensor square = counted(9).as_strided({3, 3}, {3, 1}, 0);
  square.assign(square.as_strided({3, 3}, {1, 3}, 0));
  EXPECT_EQ(square.to_vector<int>(), (Ints{0, 3, 6, 1, 4, 7, 2, 5, 8}));
}

TEST(Assign, SeesOverlapThroughForeignMemory) {
  int memory[4] = {1, 2, 3, 4};
  Tensor whole = Tensor::from_external(memory, {3}, int32, nullptr);
  Tensor shifted = Tensor::from_external(memory + 1, {3}, int32, nullptr);
  shifted.assign(whole);
  EXPECT_EQ(std::vector<int>(memory, memory + 4), (Ints{1, 1, 2, 3}));
}

TEST(Assign, RefusesReadOnlyMemory) {
  const float memory[2] = {1, 2};
  Tensor x = Tensor::from_read_only(memory, {2}, float32, nullptr);
  EXPECT_FALSE(x.writable());
  EXPECT_TRUE(x.copy().writable());
  EXPECT_THROW(x.assign(Tensor{3., 4.}), ValueError);
  EXPECT_THROW(x.as_strided({1}, {1}, 1).fill(3), ValueError);
  EXPECT_THROW(x.mutable_data<float>(), ValueError);
  EXPECT_THROW(x += 1, ValueError);
  EXPECT_EQ(x.to_vector<float>(), (std::vector<float>{1, 2}));
  EXPECT_EQ(x.version(), 0u);
}

TEST(Assign, ToItselfChangesNothing) {
  Tensor x = counted(3);
  x.assign(x);
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, 1, 2}));
}

TEST(Assign, MisfitsLeaveTheTensorAsItWas) {
  Tensor x = counted(6).as_strided({2, 3}, {3, 1}, 0);
  EXPECT_THROW(x.assign(Tensor{1, 2}), ShapeError);
  EXPECT_THROW(x.assign(Tensor::zeros({1, 2, 3})), ShapeError);
  EXPECT_THROW(x.assign(Tensor()), ValueError);
  EXPECT_EQ(x.version(), 0u);
  EXPECT_EQ(x.to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5}));
}

TEST(Assign, NamesBothShapes) {
  Tensor x = Tensor::zeros({2, 3});
  try {
    x.assign(Tensor::zeros({4}));
    FAIL() << "no error";
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[assign] expected a shape that broadcasts to (2, 3). Received: (4,).");
  }
}

TEST(Assign, RefusesToWriteWhereElementsAreOne) {
  Tensor repeated = Tensor{1}.as_strided({4}, {0}, 0);
  EXPECT_THROW(repeated.assign(Tensor{1, 2, 3, 4}), ValueError);
  EXPECT_THROW(repeated.fill(2), ValueError);
}

TEST(Assign, EmptyIsFine) {
  Tensor x = Tensor::zeros({0, 3});
  x.assign(Tensor{1.0, 2.0, 3.0});
  x.fill(1);
  EXPECT_EQ(x.size(), 0);
}

TEST(Fill, CastsToTheDtype) {
  Tensor x = Tensor::zeros({2}, boolean);
  x.fill(0.5);
  EXPECT_EQ(x.to_vector<bool>(), (std::vector<bool>{true, true}));
}

}  // namespace
}  // namespace beras
