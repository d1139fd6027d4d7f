#include <beras/ops/window.h>

#include <gtest/gtest.h>

#include <limits>

#include <beras/base/error.h>
#include <beras/ops/conv.h>
#include <beras/ops/pool.h>
#include <beras/ops/random.h>
#include <beras/tensor/create.h>

namespace beras::ops {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t huge = std::int64_t{1} << 62;

Tensor line(std::int64_t length) {
  return arange(1, length + 1, 1, DType::float32).reshape({1, length, 1});
}

TEST(SlidingWindow, CountsHugeStridesWithoutOverflow) {
  for (const std::int64_t stride : {huge, largest - 1, largest}) {
    EXPECT_EQ(sliding_window({5}, {2}, stride, 1, "valid", "test").output[2], 1);
    EXPECT_EQ(sliding_window({5}, {2}, stride, 1, "same", "test").output[2], 1);
    EXPECT_EQ(sliding_window({0}, {2}, stride, 1, "same", "test").output[2], 0);
  }
  EXPECT_EQ(sliding_window({largest}, {1}, largest - 1, 1, "same", "test").output[2], 2);
  EXPECT_EQ(sliding_window({largest}, {1}, 1, 1, "valid", "test").output[2], largest);
}

TEST(SlidingWindow, RefusesWhatFitsNowhere) {
  for (const std::int64_t size : {std::int64_t{6}, huge, largest}) {
    EXPECT_THROW(sliding_window({5}, {size}, 1, 1, "valid", "test"), ShapeError) << size;
  }
  for (const std::int64_t dilation : {huge + 1, largest}) {
    EXPECT_THROW(sliding_window({5}, {3}, 1, dilation, "valid", "test"), ValueError) << dilation;
  }
  EXPECT_THROW(sliding_window({5}, {huge}, 1, 5, "valid", "test"), ValueError);
  EXPECT_THROW(sliding_window({5}, {huge}, 1, 5, "same", "test"), ValueError);
  EXPECT_THROW(sliding_window({5}, {3}, 1, huge, "valid", "test"), Error);
}

TEST(SlidingWindow, HugeWindowsOverWholeImagesPoolAtOnce) {
  for (const std::int64_t size : {std::int64_t{100}, std::int64_t{1} << 40, huge, largest}) {
    const Sizes stride = 2;
    const PoolOptions options{.strides = stride, .padding = "same"};
    EXPECT_EQ(max_pool(line(5), size, options).to_vector<float>(), (std::vector<float>{5, 5, 5}));
    EXPECT_EQ(average_pool(line(5), size, options).to_vector<float>(),
              (std::vector<float>{3, 3, 3}));
    EXPECT_EQ(max_pool(line(5), size, {.padding = "same"}).to_vector<float>(),
              (std::vector<float>{5}));
    EXPECT_THROW(max_pool(line(5), size), ShapeError);
  }
}

TEST(SlidingWindow, WideWindowsSeeWhatTheyDidBeforeTheyWereTrimmed) {
  // Of 6 cells, 9 wide windows with strides of 2 have 7 + 6 - 6 = 7 missing cells, 3 before.
  EXPECT_EQ(max_pool(line(6), 9, {.strides = Sizes(2), .padding = "same"}).to_vector<float>(),
            (std::vector<float>{6, 6, 6}));
  // Of 5 cells, 7 wide ones with strides of 1 see 4, 5, 5, 5 and 4 of them.
  EXPECT_EQ(average_pool(line(5), 7, {.strides = Sizes(1), .padding = "same"}).to_vector<float>(),
            (std::vector<float>{2.5, 3, 3, 3, 3.5}));
}

TEST(SlidingWindow, HugeDilationsConvolveWhatTheyReach) {
  const Tensor kernel = Tensor{2., 3., 4.}.astype(DType::float32).reshape({3, 1, 1});
  const Tensor pair = Tensor{2., 3.}.astype(DType::float32).reshape({2, 1, 1});
  for (const std::int64_t dilation : {std::int64_t{5}, std::int64_t{1} << 20, huge, largest}) {
    const ConvOptions options{.padding = "same", .dilation_rate = dilation};
    EXPECT_EQ(conv(line(4), kernel, options).to_vector<float>(), (std::vector<float>{3, 6, 9, 12}))
        << dilation;
  }
  for (const std::int64_t dilation : {std::int64_t{8}, huge, largest}) {
    const ConvOptions options{.padding = "same", .dilation_rate = dilation};
    EXPECT_EQ(conv(line(4), pair, options).to_vector<float>(), (std::vector<float>{0, 0, 0, 0}));
  }
  // Dilated by 7, the taps of a pair are 3 cells before and 4 behind.
  EXPECT_EQ(conv(line(5), pair, {.padding = "same", .dilation_rate = 7}).to_vector<float>(),
            (std::vector<float>{15, 0, 0, 2, 4}));
  EXPECT_THROW(conv(line(4), kernel, {.dilation_rate = huge}), Error);
}

TEST(SlidingWindow, HugeStridesConvolveOnce) {
  const Tensor kernel = Tensor{1., 10.}.astype(DType::float32).reshape({2, 1, 1});
  for (const std::int64_t stride : {std::int64_t{9}, huge, largest}) {
    EXPECT_EQ(conv(line(4), kernel, {.strides = stride}).to_vector<float>(),
              (std::vector<float>{21}));
    EXPECT_EQ(conv(line(4), kernel, {.strides = stride, .padding = "same"}).to_vector<float>(),
              (std::vector<float>{21}));
  }
}

TEST(SlidingWindow, PoolsNoImagesOf2To31Cells) {
  const Tensor image = Tensor::ones({1, 1, 1}).detach();
  const Tensor endless = image.as_strided({1, std::int64_t{1} << 31, 1}, {0, 0, 0}, 0);
  EXPECT_THROW(max_pool(endless, 2), ShapeError);
  EXPECT_THROW(average_pool(endless, 2), ShapeError);
}

}  // namespace
}  // namespace beras::ops
