#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/linspace.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using Floats = std::vector<float>;

TEST(LinspaceOfTensors, GoesFromEachStartToEachStop) {
  const Tensor start{0.0, 1.0}, stop{1.0, 3.0};
  const Tensor numbers = linspace(start, stop, 3);
  EXPECT_EQ(numbers.shape(), (Shape{3, 2}));
  EXPECT_EQ(numbers.to_vector<float>(), (Floats{0, 1, 0.5, 2, 1, 3}));
  EXPECT_EQ(linspace(start, stop, 3, {}, 1).to_vector<float>(), (Floats{0, 0.5, 1, 1, 2, 3}));
  EXPECT_EQ(linspace(start, stop, 3, {}, -1).shape(), (Shape{2, 3}));
}

TEST(LinspaceOfTensors, BroadcastsAndLeavesOutTheEnd) {
  const Tensor numbers = linspace(Tensor(0.0), Tensor{{2.0, 4.0}}, 2, {.endpoint = false});
  EXPECT_EQ(numbers.shape(), (Shape{2, 1, 2}));
  EXPECT_EQ(numbers.to_vector<float>(), (Floats{0, 0, 1, 2}));
  EXPECT_EQ(linspace(Tensor(0.0), Tensor(1.0), 0).shape(), (Shape{0}));
  EXPECT_EQ(linspace(Tensor(5.0), Tensor(7.0), 1).to_vector<float>(), (Floats{5}));
}

TEST(LinspaceOfTensors, RoundsIntegersDownAndMeetsBothEnds) {
  const Tensor whole = linspace(Tensor(-1.0), Tensor(1.0), 4, {.dtype = DType::int32});
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{-1, -1, 0, 1}));
  const Tensor tenths = linspace(Tensor(0.1f), Tensor(0.7f), 7);
  EXPECT_EQ(tenths.to_vector<float>().front(), 0.1f);
  EXPECT_EQ(tenths.to_vector<float>().back(), 0.7f);
}

TEST(LinspaceOfTensors, GradientsAgreeWithDifferences) {
  const auto report = check_gradients(
      [](const Tensors& in) { return linspace(in[0], in[1], 4, {.dtype = DType::float64}, 1); },
      {Tensor({1.0, 2.0}, DType::float64), Tensor({4.0, 3.0}, DType::float64)});
  EXPECT_TRUE(report.ok) << report.message;
}

TEST(LinspaceOfTensors, RefusesMisfits) {
  const Tensor start{0.0, 1.0};
  EXPECT_THROW(linspace(start, Tensor{1.0, 2.0, 3.0}, 3), ShapeError);
  EXPECT_THROW(linspace(start, start, 3, {}, 2), IndexError);
  EXPECT_THROW(linspace(start, start, -1), ValueError);
}

}  // namespace
}  // namespace beras::ops
