// Holds the fast convolutions against the reference, over shapes, windows, groups, dtypes and
// thread counts.
#include <beras/backend/conv.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

/// A convolution with its operands; padding "same" fills up to input / stride.
struct Problem {
  ConvShape shape;
  Tensor x, kernel, bias, dy;

  Problem(std::int64_t batch, Lengths input, std::int64_t channels, Lengths size,
          std::int64_t filters, std::int64_t stride = 1, bool same = false,
          std::int64_t dilation = 1, std::int64_t groups = 1, DType dtype = DType::float32) {
    shape = {
        .batch = batch, .channels = channels, .filters = filters, .groups = groups, .window = {}};
    Window& window = shape.window;
    window.input = input;
    window.size = size;
    for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
      if (input[axis] > 1) {
        window.stride[axis] = stride;
        window.dilation[axis] = dilation;
      }
      const std::int64_t reach = (size[axis] - 1) * window.dilation[axis] + 1;
      const std::int64_t step = window.stride[axis];
      window.output[axis] =
          same ? (input[axis] + step - 1) / step : (input[axis] - reach) / step + 1;
      const std::int64_t missing = (window.output[axis] - 1) * step + reach - input[axis];
      window.padding[axis] = std::max<std::int64_t>(0, missing) / 2;
    }
    const auto images = [&](const Lengths& cells, std::int64_t depth) {
      return Shape{batch, cells[0], cells[1], cells[2], depth};
    };
    x = numbers(images(window.input, channels), 1, dtype);
    kernel = numbers({size[0], size[1], size[2], channels / groups, filters}, 2, dtype);
    bias = numbers({filters}, 3, dtype);
    dy = numbers(images(window.output, filters), 4, dtype);
  }

  Tensor forward(Epilogue epilogue = Epilogue::none, bool with_bias = true) const {
    Tensor y = Tensor::empty(dy.shape(), dy.dtype());
    conv(Device::cpu)->forward(shape, x, kernel, with_bias ? bias : Tensor(), epilogue, y);
    return y;
  }
  Tensor input_gradient() const {
    Tensor dx = Tensor::empty(x.shape(), x.dtype());
    conv(Device::cpu)->input_gradient(shape, dy, kernel, dx);
    return dx;
  }
  Tensor kernel_gradient() const {
    Tensor dkernel = Tensor::empty(kernel.shape(), kernel.dtype());
    conv(Device::cpu)->kernel_gradient(shape, x, dy, dkernel);
    return dkernel;
  }

  void expect_fast_is_true(double tolerance) const {
    const Tensor y = forward(Epilogue::relu);
    const Tensor plain = forward(Epilogue::none, false);
    const Tensor dx = input_gradient();
    const Tensor dkernel = kernel_gradient();
    const UseReferenceKernels reference;
    expect_near(y, forward(Epilogue::relu), tolerance);
    expect_near(plain, forward(Epilogue::none, false), tolerance);
    expect_near(dx, input_gradient(), tolerance);
    expect_near(dkernel, kernel_gradient(), tolerance);
  }
};

TEST(Conv, ReferenceSlidesByHand) {
  Problem problem(1, {1, 1, 4}, 1, {1, 1, 2}, 1);
  problem.x = Tensor({1., 2., 3., 5.});
  problem.kernel = Tensor({10., 1.});
  problem.bias = Tensor({0.5});
  problem.dy = Tensor({1., 0., 2.});
  const UseReferenceKernels reference;
  EXPECT_EQ(problem.forward().to_vector<float>(), (std::vector<float>{12.5, 23.5, 35.5}));
  EXPECT_EQ(problem.input_gradient().to_vector<float>(), (std::vector<float>{10, 1, 20, 2}));
  EXPECT_EQ(problem.kernel_gradient().to_vector<float>(), (std::vector<float>{1 + 6, 2 + 10}));
}

TEST(Conv, AgreesWithReferenceForManyWindows) {
  for (const std::int64_t batch : {2, 400}) {           // few pixels and many: other kernels
    const double tolerance = batch == 2 ? 1e-5 : 1e-3;  // all images add to the kernel's gradient
    for (const bool same : {false, true}) {
      for (const std::int64_t stride : {1, 2, 3}) {
        SCOPED_TRACE(std::to_string(batch) + " images, stride " + std::to_string(stride) +
                     (same ? " same" : " valid"));
        Problem(batch, {1, 9, 8}, 3, {1, 3, 2}, 5, stride, same).expect_fast_is_true(tolerance);
        Problem(batch, {1, 1, 11}, 4, {1, 1, 4}, 6, stride, same).expect_fast_is_true(tolerance);
        Problem(batch, {5, 6, 7}, 2, {3, 2, 3}, 4, stride, same).expect_fast_is_true(tolerance);
        Problem(batch, {1, 7, 7}, 1, {1, 1, 1}, 16, stride, same).expect_fast_is_true(tolerance);
        Problem(batch, {1, 9, 8}, 1, {1, 3, 3}, 40, stride, same).expect_fast_is_true(tolerance);
      }
      Problem(batch, {1, 9, 10}, 3, {1, 3, 3}, 4, 1, same, 2).expect_fast_is_true(tolerance);
    }
  }
}

TEST(Conv, FewPixelsHaveAnyWidthAndAnyFilters) {
  for (std::int64_t width = 1; width < 31; ++width) {
    for (const std::int64_t filters : {1, 8, 20, 32, 77}) {
      SCOPED_TRACE("width " + std::to_string(width) + ", " + std::to_string(filters) + " filters");
      Problem(1, {1, 3, width}, 2, {1, 2, 3}, filters, 1, true).expect_fast_is_true(1e-5);
    }
  }
}

TEST(Conv, FewPixelsKeepNan) {
  Problem problem(1, {1, 1, 3}, 1, {1, 1, 1}, 1);
  problem.x = Tensor({-1., std::numeric_limits<double>::quiet_NaN(), 2.});
  problem.kernel = problem.bias = Tensor({1.});
  const auto y = problem.forward(Epilogue::relu).to_vector<float>();
  EXPECT_EQ(y[0], 0);
  EXPECT_TRUE(std::isnan(y[1]));
  EXPECT_EQ(y[2], 3);
}

TEST(Conv, SmallSquaresAgreeWithReferenceWhereverTheirTilesEnd) {
  for (const std::int64_t height : {12, 13}) {
    for (const std::int64_t width : {14, 15}) {
      for (const bool same : {false, true}) {
        SCOPED_TRACE(std::to_string(height) + " x " + std::to_string(width) +
                     (same ? " same" : ""));
        Problem(5, {1, height, width}, 35, {1, 3, 3}, 40, 1, same).expect_fast_is_true(1e-4);
      }
    }
  }
  Problem(1, {1, 20, 20}, 64, {1, 3, 3}, 80, 1, true).expect_fast_is_true(1e-4);
}

TEST(Conv, SmallSquaresHaveAnyPadding) {
  for (const std::int64_t padding : {0, 1, 2, 3, 4}) {
    SCOPED_TRACE(padding);
    Problem problem(3, {1, 12, 14}, 32, {1, 3, 3}, 32);
    problem.shape.window.padding = {0, padding, 1};
    problem.shape.window.output = {1, 10 + 2 * padding, 14};
    problem.dy = numbers({3, 1, 10 + 2 * padding, 14, 32}, 5, DType::float32);
    problem.expect_fast_is_true(1e-4);
  }
}

TEST(Conv, SmallSquaresAreAsExactAsSumsOfChannels) {
  const Problem fast(4, {1, 28, 28}, 64, {1, 3, 3}, 64, 1, true);
  const Problem exact(4, {1, 28, 28}, 64, {1, 3, 3}, 64, 1, true, 1, 1, DType::float64);
  const auto expect_near_exact = [](const Tensor& result, const Tensor& truth) {
    const std::vector<double> values = result.to_vector<double>();
    const std::vector<double> truths = truth.to_vector<double>();
    double largest = 0;
    double error = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      largest = std::max(largest, std::abs(truths[i]));
      error = std::max(error, std::abs(values[i] - truths[i]));
    }
    EXPECT_LT(error, 2e-6 * largest);
  };
  expect_near_exact(fast.forward(), exact.forward());
  expect_near_exact(fast.input_gradient(), exact.input_gradient());
  expect_near_exact(fast.kernel_gradient(), exact.kernel_gradient());
}

TEST(Conv, AgreesWithReferenceForGroups) {
  Problem(2, {1, 6, 6}, 4, {1, 3, 3}, 6, 1, true, 1, 2).expect_fast_is_true(1e-5);
  Problem(2, {1, 6, 6}, 4, {1, 3, 3}, 8, 2, true, 1, 4).expect_fast_is_true(1e-5);
  Problem(2, {1, 6, 6}, 16, {1, 3, 3}, 16, 1, false, 1, 16).expect_fast_is_true(1e-5);
}

TEST(Conv, CutsBatchesOfAnyLength) {
  for (const std::int64_t batch : {8, 33}) {
    SCOPED_TRACE(batch);
    Problem(batch, {1, 10, 10}, 8, {1, 3, 3}, 16, 1, true).expect_fast_is_true(1e-4);
  }
}

TEST(Conv, CutsSingleImages) {
  for (const std::int64_t stride : {1, 2}) {
    for (const bool same : {false, true}) {
      SCOPED_TRACE("stride " + std::to_string(stride) + (same ? " same" : " valid"));
      Problem(1, {1, 75, 40}, 8, {1, 5, 3}, 16, stride, same).expect_fast_is_true(1e-4);
      Problem(1, {1, 1, 1201}, 16, {1, 1, 7}, 32, stride, same).expect_fast_is_true(1e-4);
      Problem(1, {16, 9, 9}, 8, {3, 3, 3}, 16, stride, same).expect_fast_is_true(1e-4);
    }
  }
  Problem(1, {1, 75, 40}, 8, {1, 5, 3}, 16, 1, true, 2).expect_fast_is_true(1e-4);
}

TEST(Conv, ComputesEveryFloat) {
  Problem(2, {1, 5, 5}, 3, {1, 3, 3}, 4, 1, true, 1, 1, DType::float64).expect_fast_is_true(0);
  Problem(2, {1, 5, 5}, 3, {1, 3, 3}, 4, 1, true, 1, 1, DType::float16).expect_fast_is_true(1e-3);
  Problem(9, {1, 9, 9}, 16, {1, 3, 3}, 32, 2, true, 1, 1, DType::bfloat16)
      .expect_fast_is_true(1e-2);
}

TEST(Conv, NoImagesGiveNoGradient) {
  const Problem problem(0, {1, 5, 5}, 3, {1, 3, 3}, 4);
  EXPECT_EQ(problem.forward().size(), 0);
  EXPECT_EQ(problem.input_gradient().size(), 0);
  EXPECT_EQ(problem.kernel_gradient().to_vector<float>(), std::vector<float>(3 * 3 * 3 * 4));
}

TEST(Conv, SameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  const Problem problems[] = {Problem(1, {1, 28, 14}, 16, {1, 3, 3}, 32, 1, true),
                              Problem(37, {1, 28, 14}, 16, {1, 3, 3}, 32, 1, true),
                              Problem(37, {1, 28, 14}, 32, {1, 3, 3}, 32, 1, true)};
  for (const Problem& problem : problems) {
    set_num_threads(1);
    const Tensor y = problem.forward();
    const Tensor dx = problem.input_gradient();
    const Tensor dkernel = problem.kernel_gradient();
    for (const int count : {2, 3, 4}) {
      set_num_threads(count);
      EXPECT_TRUE(same_bits(problem.forward(), y)) << count;
      EXPECT_TRUE(same_bits(problem.input_gradient(), dx)) << count;
      EXPECT_TRUE(same_bits(problem.kernel_gradient(), dkernel)) << count;
    }
  }
  set_num_threads(threads);
}

TEST(Conv, ThreadsConvolveAtTheSameTime) {
  const Problem problem(5, {1, 8, 8}, 4, {1, 3, 3}, 8);
  const Tensor y = problem.forward();
  const Tensor dkernel = problem.kernel_gradient();
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        wrong[t] += !same_bits(problem.forward(), y);
        wrong[t] += !same_bits(problem.kernel_gradient(), dkernel);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace beras::backend
