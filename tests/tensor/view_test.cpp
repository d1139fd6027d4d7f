#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/tensor.h>
#include <beras/tensor/view.h>

namespace beras {
namespace {

/// Python's slice.indices followed by range, written as naively as possible.
std::vector<std::int64_t> positions(const Slice& slice, std::int64_t length) {
  const Range range = resolve_slice(slice, length, "test");
  std::vector<std::int64_t> result;
  for (std::int64_t i = 0; i < range.count; ++i) result.push_back(range.start + i * range.step);
  return result;
}

std::vector<std::int64_t> naive(const Slice& slice, std::int64_t length) {
  std::vector<std::int64_t> result;
  const auto within = [&](std::int64_t i, std::optional<std::int64_t> end) {
    if (!end) return true;
    const std::int64_t bound = *end < 0 ? *end + length : *end;
    return slice.step > 0 ? i < bound : i > bound;
  };
  std::int64_t i = slice.step > 0 ? 0 : length - 1;
  if (slice.start) {
    i = *slice.start < 0 ? *slice.start + length : *slice.start;
    if (slice.step > 0 && i < 0) i = 0;
    if (slice.step < 0 && i >= length) i = length - 1;
  }
  for (; i >= 0 && i < length && within(i, slice.stop); i += slice.step) result.push_back(i);
  return result;
}

TEST(ResolveSlice, AgreesWithNaiveWalkForAllSmallSlices) {
  std::vector<std::optional<std::int64_t>> ends = {std::nullopt};
  for (std::int64_t end = -7; end <= 7; ++end) ends.emplace_back(end);
  for (std::int64_t length = 0; length <= 5; ++length) {
    for (const auto start : ends) {
      for (const auto stop : ends) {
        for (const std::int64_t step : {-7, -3, -2, -1, 1, 2, 3, 7}) {
          const Slice slice{start, stop, step};
          ASSERT_EQ(positions(slice, length), naive(slice, length))
              << start.value_or(99) << ":" << stop.value_or(99) << ":" << step << " of " << length;
        }
      }
    }
  }
}

TEST(ResolveSlice, ExtremeNumbersAreClipped) {
  EXPECT_EQ(positions({INT64_MIN, INT64_MAX}, 3), (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_EQ(positions({INT64_MAX, INT64_MIN, -1}, 3), (std::vector<std::int64_t>{2, 1, 0}));
  EXPECT_EQ(positions({1, std::nullopt, INT64_MAX}, 3), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(positions({1, std::nullopt, INT64_MIN}, 3), (std::vector<std::int64_t>{1}));
}

TEST(ResolveSlice, StepZeroIsRefused) {
  EXPECT_THROW(resolve_slice({0, 1, 0}, 3, "Tensor"), ValueError);
}

View view_of(const Shape& shape, const Indices& indices) {
  return resolve_index(shape, contiguous_strides(shape), indices, "Tensor");
}

TEST(ResolveIndex, IntegersDropAxesAndSlicesKeepThem) {
  const View view = view_of({4, 5, 6}, {2, Slice{1, 4, 2}, -1});
  EXPECT_EQ(view.shape, (Shape{2}));
  EXPECT_EQ(view.strides, (Strides{12}));
  EXPECT_EQ(view.offset, 2 * 30 + 1 * 6 + 5);
}

TEST(ResolveIndex, EllipsisAndNewAxis) {
  EXPECT_EQ(view_of({4, 5, 6}, {ellipsis, 0}).shape, (Shape{4, 5}));
  EXPECT_EQ(view_of({4, 5, 6}, {0, ellipsis, 0}).shape, (Shape{5}));
  EXPECT_EQ(view_of({4, 5}, {newaxis, ellipsis, newaxis}).shape, (Shape{1, 4, 5, 1}));
  EXPECT_EQ(view_of({4, 5}, {0, 0, ellipsis}).shape, Shape{});
  EXPECT_EQ(view_of({}, {ellipsis}).shape, Shape{});
  EXPECT_EQ(view_of({4}, {}).shape, (Shape{4}));
}

TEST(ResolveIndex, BackwardsSlicesHaveNegativeStrides) {
  const View view = view_of({4, 5}, {Slice{std::nullopt, std::nullopt, -1}});
  EXPECT_EQ(view.strides, (Strides{-5, 1}));
  EXPECT_EQ(view.offset, 15);
}

std::string message_for(const Shape& shape, const Indices& indices) {
  try {
    view_of(shape, indices);
  } catch (const IndexError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ResolveIndex, ErrorsSayWhatWouldFit) {
  EXPECT_EQ(message_for({3, 4}, {3}),
            "[Tensor] expected an index in [-3, 3) for axis 0 of shape (3, 4). Received: 3.");
  EXPECT_EQ(message_for({3, 4}, {0, -5}),
            "[Tensor] expected an index in [-4, 4) for axis 1 of shape (3, 4). Received: -5.");
  EXPECT_EQ(message_for({3}, {0, 0}),
            "[Tensor] expected at most 1 indices for shape (3,). Received: 2.");
  EXPECT_EQ(message_for({3, 4}, {ellipsis, ellipsis}),
            "[Tensor] expected at most one ellipsis. Received: 2.");
  EXPECT_EQ(message_for({}, {0}), "[Tensor] expected at most 0 indices for shape (). Received: 1.");
}

TEST(ResolveReshape, FillsInOneUnknown) {
  EXPECT_EQ(resolve_reshape({2, -1}, 6, "reshape"), (Shape{2, 3}));
  EXPECT_EQ(resolve_reshape({-1}, 0, "reshape"), (Shape{0}));
  EXPECT_EQ(resolve_reshape({}, 1, "reshape"), Shape{});
  EXPECT_EQ(resolve_reshape({0, 5}, 0, "reshape"), (Shape{0, 5}));
}

TEST(ResolveReshape, RefusesMisfits) {
  EXPECT_THROW(resolve_reshape({4}, 6, "reshape"), ShapeError);
  EXPECT_THROW(resolve_reshape({4, -1}, 6, "reshape"), ShapeError);
  EXPECT_THROW(resolve_reshape({-1, -1}, 6, "reshape"), ShapeError);
  EXPECT_THROW(resolve_reshape({-2, -3}, 6, "reshape"), ShapeError);
  EXPECT_THROW(resolve_reshape({0, -1}, 0, "reshape"), ShapeError);
  EXPECT_THROW(resolve_reshape({INT64_MAX, 4}, 6, "reshape"), BackendError);
}

TEST(ReshapeStrides, ViewsWhereMemoryAllows) {
  EXPECT_EQ(reshape_strides({2, 3, 4}, {12, 4, 1}, {6, 4}), (Strides{4, 1}));
  EXPECT_EQ(reshape_strides({6, 4}, {8, 2}, {2, 3, 4}), (Strides{24, 8, 2}));
  EXPECT_EQ(reshape_strides({4, 6}, {1, 4}, {4, 2, 3}), (Strides{1, 12, 4}));
  EXPECT_EQ(reshape_strides({3, 4}, {0, 1}, {3, 2, 2}), (Strides{0, 2, 1}));
  EXPECT_TRUE(reshape_strides({1, 6, 1}, {99, 1, 99}, {2, 1, 3}).has_value());
  EXPECT_TRUE(reshape_strides({}, {}, {1, 1}).has_value());
  EXPECT_TRUE(reshape_strides({0, 3}, {3, 1}, {7, 0}).has_value());
}

TEST(ReshapeStrides, NoneWhereElementsMustMove) {
  EXPECT_EQ(reshape_strides({2, 3}, {1, 2}, {6}), std::nullopt);
  EXPECT_EQ(reshape_strides({4}, {0}, {2, 2}), (Strides{0, 0}));
  EXPECT_EQ(reshape_strides({3, 4}, {0, 1}, {12}), std::nullopt);
  EXPECT_EQ(reshape_strides({2, 2, 2}, {4, 1, 2}, {2, 4}), std::nullopt);
}

}  // namespace
}  // namespace beras
