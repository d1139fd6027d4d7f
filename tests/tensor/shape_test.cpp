#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include <beras/base/error.h>
#include <beras/tensor/shape.h>

namespace beras {
namespace {

TEST(Shape, PrintsLikeAPythonTuple) {
  EXPECT_EQ(to_string(Shape{}), "()");
  EXPECT_EQ(to_string(Shape{3}), "(3,)");
  EXPECT_EQ(to_string(Shape{32, 10}), "(32, 10)");
}

TEST(Shape, CountsElements) {
  EXPECT_EQ(element_count({}), 1);
  EXPECT_EQ(element_count({2, 3, 4}), 24);
  EXPECT_EQ(element_count({2, 0, 4}), 0);
  EXPECT_EQ(element_count({INT64_MAX, INT64_MAX, 0}), 0);
}

TEST(Shape, RefusesWhatCannotBeCounted) {
  EXPECT_THROW(element_count({INT64_MAX, 2}), BackendError);
  EXPECT_THROW(element_count({2, -1}), ShapeError);
  EXPECT_THROW(element_count({0, -1}), ShapeError);
}

TEST(Shape, RowMajorStrides) {
  EXPECT_EQ(contiguous_strides({2, 3, 4}), (Strides{12, 4, 1}));
  EXPECT_EQ(contiguous_strides({}), Strides{});
}

TEST(Shape, AxesCountFromTheBackIfNegative) {
  EXPECT_EQ(resolve_axis(1, 3, "sum"), 1u);
  EXPECT_EQ(resolve_axis(-1, 3, "sum"), 2u);
  EXPECT_EQ(resolve_axis(-3, 3, "sum"), 0u);
}

TEST(Shape, AxesOutOfRangeAreNamed) {
  try {
    resolve_axis(3, 3, "sum");
    FAIL() << "no error";
  } catch (const IndexError& error) {
    EXPECT_STREQ(error.what(), "[sum] expected an axis in [-3, 3) for rank 3. Received: axis 3.");
  }
  EXPECT_THROW(resolve_axis(-4, 3, "sum"), IndexError);
  EXPECT_THROW(resolve_axis(0, 0, "sum"), IndexError);
}

TEST(Axes, DefaultIsAll) {
  EXPECT_TRUE(Axes().all());
  EXPECT_EQ(Axes().resolve(3, "sum"), (Shape{0, 1, 2}));
  EXPECT_EQ(Axes().resolve(0, "sum"), Shape{});
}

TEST(Axes, KeepTheirOrderWhereItIsAsked) {
  EXPECT_EQ(Axes({-1, 0}).ordered(3, "norm"), (Shape{2, 0}));
  EXPECT_EQ(Axes().ordered(3, "norm"), (Shape{0, 1, 2}));
  EXPECT_THROW(Axes({1, -2}).ordered(3, "norm"), ValueError);
}

TEST(Axes, ComeSortedAndPositive) {
  EXPECT_EQ(Axes({-1, 0}).resolve(3, "sum"), (Shape{0, 2}));
  EXPECT_EQ(Axes(1).resolve(3, "sum"), (Shape{1}));
  EXPECT_EQ(Axes({-1, 0}).count(), 2u);
}

TEST(Axes, RefuseRepetitionAndRange) {
  EXPECT_THROW(Axes({1, -2}).resolve(3, "sum"), ValueError);
  EXPECT_THROW(Axes(3).resolve(3, "sum"), IndexError);
}

TEST(Broadcast, FollowsNumpy) {
  EXPECT_EQ(broadcast_shapes({2, 3}, {3}, "add"), (Shape{2, 3}));
  EXPECT_EQ(broadcast_shapes({2, 1}, {1, 3}, "add"), (Shape{2, 3}));
  EXPECT_EQ(broadcast_shapes({}, {4}, "add"), (Shape{4}));
  EXPECT_EQ(broadcast_shapes({1}, {0}, "add"), (Shape{0}));
  EXPECT_EQ(broadcast_shapes({5, 1, 4}, {3, 1}, "add"), (Shape{5, 3, 4}));
}

TEST(Broadcast, NamesBothShapes) {
  try {
    broadcast_shapes({2, 3}, {2}, "add");
    FAIL() << "no error";
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "[add] expected shapes that broadcast. Received: (2, 3) and (2,).");
  }
  EXPECT_THROW(broadcast_shapes({0}, {2}, "add"), ShapeError);
}

TEST(Shape, HasAtMost64Axes) {
  EXPECT_EQ(element_count(Shape(64, 1)), 1);
  for (const std::size_t rank : {65, 1000, 30'000}) {
    try {
      element_count(Shape(rank, 1));
      FAIL();
    } catch (const ShapeError& error) {
      EXPECT_EQ(std::string(error.what()),
                "[Tensor] expected at most 64 axes. Received: a shape of " + std::to_string(rank) +
                    " axes.");
    }
  }
}

}  // namespace
}  // namespace beras
