#include <beras/backend/softmax.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

Tensor forward(SoftmaxKind kind, const Tensor& x) {
  Tensor y = Tensor::empty(x.shape(), x.dtype());
  softmax(Device::cpu)->forward(kind, x, y);
  return y;
}

Tensor gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy) {
  Tensor dx = Tensor::empty(y.shape(), y.dtype());
  softmax(Device::cpu)->gradient(kind, y, dy, dx);
  return dx;
}

class SoftmaxKernels : public testing::TestWithParam<SoftmaxKind> {};

TEST_P(SoftmaxKernels, AgreeWithTheReferenceForAnyLength) {
  for (const std::int64_t length : {1, 3, 8, 10, 16, 33, 1000}) {
    const Tensor x = numbers({37, length}, 1);
    const Tensor dy = numbers({37, length}, 2);
    const Tensor y = forward(GetParam(), x);
    const Tensor dx = gradient(GetParam(), y, dy);
    const UseReferenceKernels scope;
    expect_near(y, forward(GetParam(), x), 1e-6);
    expect_near(dx, gradient(GetParam(), y, dy), 1e-5);
  }
}

TEST_P(SoftmaxKernels, GiveTheSameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  const Tensor x = numbers({3000, 11}, 1);
  set_num_threads(1);
  const Tensor one = forward(GetParam(), x);
  set_num_threads(2);
  const Tensor two = forward(GetParam(), x);
  set_num_threads(threads);
  EXPECT_TRUE(same_bits(one, two));
}

TEST_P(SoftmaxKernels, LetNotANumberThroughInItsRowAlone) {
  const Tensor y = forward(GetParam(), Tensor({{0, NAN, 1}, {2, 2, -infinity}}));
  const std::vector<float> values = y.to_vector<float>();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(std::isnan(values[i]));
  EXPECT_NEAR(values[3], GetParam() == SoftmaxKind::softmax ? 0.5 : std::log(0.5), 1e-7);
  EXPECT_EQ(values[5], GetParam() == SoftmaxKind::softmax ? 0 : -infinity);
}

INSTANTIATE_TEST_SUITE_P(BothKinds, SoftmaxKernels,
                         testing::Values(SoftmaxKind::softmax, SoftmaxKind::log_softmax));

TEST(SoftmaxKernels, AreStableFarFromZero) {
  const Tensor x({{1e4, -1e4, 1e4}, {-1e4, -1e4, -10001}});
  for (const bool as_reference : {false, true}) {
    std::optional<UseReferenceKernels> scope;
    if (as_reference) scope.emplace();
    const auto y = forward(SoftmaxKind::softmax, x).to_vector<double>();
    EXPECT_EQ(y[0], 0.5);
    EXPECT_EQ(y[1], 0);
    EXPECT_NEAR(y[3], 1 / (2 + std::exp(-1.0)), 1e-7);
    const auto log_y = forward(SoftmaxKind::log_softmax, x).to_vector<double>();
    EXPECT_NEAR(log_y[0], -std::log(2.0), 1e-7);
    EXPECT_NEAR(log_y[1], -2e4 - std::log(2.0), 2e-3);
  }
}

}  // namespace
}  // namespace beras::backend
