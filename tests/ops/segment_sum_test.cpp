#include <beras/ops/segment_sum.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/core/gradient_tape.h>

namespace beras::ops {
namespace {

using Floats = std::vector<float>;

TEST(SegmentSum, LeavesOutRowsOfSegmentsThatThereAreNot) {
  const Tensor data = Tensor{0.0, 1.0, 2.0, 3.0, 4.0, 5.0}.reshape({6, 1});
  const Tensor ids(std::vector<int>{0, -1, 1, 7, -5, 1});
  EXPECT_EQ(segment_sum(data, ids, 2).to_vector<float>(), (Floats{0, 7}));
  EXPECT_EQ(segment_sum(data, ids).to_vector<float>(), (Floats{0, 7, 0, 0, 0, 0, 0, 3}));
  EXPECT_EQ(segment_sum(data, Tensor(std::vector<int>(6, -1))).shape(), (Shape{0, 1}));
  EXPECT_THROW(segment_sum(data, Tensor(std::vector<int>{0, 1})), ShapeError);
}

TEST(SegmentSum, GivesEachRowTheGradientOfItsSum) {
  const Tensor data = Tensor{1.0, 2.0, 3.0};
  GradientTape tape;
  tape.watch({data});
  const Tensor sums = segment_sum(data, Tensor(std::vector<int>{1, 5, 1}), 2);
  EXPECT_EQ(tape.gradient(sums, data).to_vector<float>(), (Floats{1, 0, 1}));
}

}  // namespace
}  // namespace beras::ops
