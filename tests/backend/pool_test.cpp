// Holds the fast pooling against the reference, over windows, dtypes and thread counts.
#include <beras/backend/pool.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

struct PoolProblem {
  PoolShape shape;
  Tensor x, dy;

  PoolProblem(std::int64_t batch, Lengths input, std::int64_t channels, Lengths size,
              std::int64_t stride, bool same = false, DType dtype = DType::float32) {
    shape = {.batch = batch, .channels = channels, .window = {.input = input, .size = size}};
    Window& window = shape.window;
    for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
      if (input[axis] > 1) window.stride[axis] = stride;
      const std::int64_t step = window.stride[axis];
      window.output[axis] =
          same ? (input[axis] + step - 1) / step : (input[axis] - size[axis]) / step + 1;
      const std::int64_t missing = (window.output[axis] - 1) * step + size[axis] - input[axis];
      window.padding[axis] = std::max<std::int64_t>(0, missing) / 2;
    }
    const auto images = [&](const Lengths& cells) {
      return Shape{batch, cells[0], cells[1], cells[2], channels};
    };
    x = numbers(images(window.input), 1, dtype);
    dy = numbers(images(window.output), 2, dtype);
  }

  /// Everything there is to compute: max, positions, scattered, gathered, averages and their
  /// gradient.
  Tensors results() const {
    const auto kernels = pool(Device::cpu);
    Tensor largest = Tensor::empty(dy.shape(), dy.dtype());
    Tensor positions = Tensor::empty(dy.shape(), DType::int32);
    Tensor scattered = Tensor::empty(x.shape(), x.dtype());
    Tensor gathered = Tensor::empty(dy.shape(), dy.dtype());
    Tensor means = Tensor::empty(dy.shape(), dy.dtype());
    Tensor dx = Tensor::empty(x.shape(), x.dtype());
    kernels->max(shape, x, largest, positions);
    kernels->scatter(shape, dy, positions, scattered);
    kernels->gather(shape, x, positions, gathered);
    kernels->average(shape, x, means);
    kernels->average_gradient(shape, dy, dx);
    return {largest, positions, scattered, gathered, means, dx};
  }

  void expect_fast_is_true(double tolerance = 1e-6) const {
    const Tensors fast = results();
    const UseReferenceKernels reference;
    const Tensors truth = results();
    for (std::size_t i = 0; i < fast.size(); ++i) {
      SCOPED_TRACE("result " + std::to_string(i));
      expect_near(fast[i], truth[i], tolerance);
    }
  }
};

TEST(Pool, ReferenceSlidesByHand) {
  PoolProblem problem(1, {1, 1, 5}, 1, {1, 1, 3}, 2, true);
  problem.x = Tensor({1., 4., 2., 4., 4.});
  problem.dy = Tensor({6., 3., 2.});
  const UseReferenceKernels reference;
  const Tensors results = problem.results();  // windows {1, 4}, {4, 2, 4}, {4, 4}
  EXPECT_EQ(results[0].to_vector<float>(), (std::vector<float>{4, 4, 4}));
  EXPECT_EQ(results[1].to_vector<int>(), (std::vector<int>{1, 1, 3}));
  EXPECT_EQ(results[2].to_vector<float>(), (std::vector<float>{0, 9, 0, 2, 0}));
  EXPECT_EQ(results[3].to_vector<float>(), (std::vector<float>{4, 4, 4}));
  EXPECT_EQ(results[4].to_vector<float>(), (std::vector<float>{2.5, 10.f / 3, 4}));
  EXPECT_EQ(results[5].to_vector<float>(), (std::vector<float>{3, 4, 1, 2, 1}));
}

TEST(Pool, AgreesWithReferenceForManyWindows) {
  for (const std::int64_t stride : {1, 2, 3}) {
    for (const bool same : {false, true}) {
      SCOPED_TRACE("stride " + std::to_string(stride) + (same ? " same" : " valid"));
      PoolProblem(3, {1, 9, 8}, 5, {1, 3, 2}, stride, same).expect_fast_is_true();
      PoolProblem(2, {1, 1, 11}, 17, {1, 1, 4}, stride, same).expect_fast_is_true();
      PoolProblem(2, {4, 5, 6}, 2, {2, 2, 3}, stride, same).expect_fast_is_true();
    }
  }
  PoolProblem(0, {1, 4, 4}, 3, {1, 2, 2}, 2).expect_fast_is_true();
}

TEST(Pool, CutsSingleImages) {
  for (const bool same : {false, true}) {
    SCOPED_TRACE(same ? "same" : "valid");
    PoolProblem(1, {1, 45, 40}, 16, {1, 3, 3}, 2, same).expect_fast_is_true();
    PoolProblem(2, {1, 1, 901}, 33, {1, 1, 4}, 3, same).expect_fast_is_true();
    PoolProblem(1, {13, 14, 15}, 16, {2, 2, 3}, 2, same).expect_fast_is_true();
  }
}

TEST(Pool, ComputesEveryFloat) {
  for (const DType dtype : {DType::float64, DType::bfloat16, DType::float16}) {
    for (const std::int64_t stride : {1, 2, 3}) {
      const double tolerance = dtype == DType::bfloat16 ? 8e-3 : 1e-6;
      PoolProblem(2, {1, 5, 5}, 3, {1, 2, 2}, stride, true, dtype).expect_fast_is_true(tolerance);
      PoolProblem(2, {1, 9, 8}, 37, {1, 2, 2}, stride, false, dtype).expect_fast_is_true(tolerance);
    }
  }
}

TEST(Pool, TheFirstNanIsTheMaximum) {
  PoolProblem problem(1, {1, 1, 4}, 1, {1, 1, 4}, 4);
  problem.x = Tensor({1., NAN, 5., NAN});
  EXPECT_EQ(problem.results()[1].item<int>(), 1);
  EXPECT_TRUE(std::isnan(problem.results()[0].item<float>()));
  problem.x = Tensor({1., INFINITY, -INFINITY, 2.});
  EXPECT_EQ(problem.results()[1].item<int>(), 1);
  problem.x = Tensor({1., NAN, 5., NAN});
  const UseReferenceKernels reference;
  EXPECT_EQ(problem.results()[1].item<int>(), 1);
}

TEST(Pool, SameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  for (const std::int64_t batch : {1, 9}) {
    const PoolProblem problem(batch, {1, 28, 28}, 32, {1, 3, 3}, 2, true);
    set_num_threads(1);
    const Tensors one = problem.results();
    for (const int count : {2, 4}) {
      set_num_threads(count);
      const Tensors several = problem.results();
      for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(same_bits(several[i], one[i])) << i;
    }
  }
  set_num_threads(threads);
}

}  // namespace
}  // namespace beras::backend
