#include <beras/ops/pool.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/shape.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::expect_near;
using backend::numbers;

const Tensor image = Tensor({{1, 5, 2}, {4, 5, 0}, {7, -8, -9}}, float32).reshape({1, 3, 3, 1});

TEST(MaxPool, TakesTheLargest) {
  EXPECT_EQ(max_pool(image, 2).to_vector<float>(), std::vector<float>{5});
  EXPECT_EQ(max_pool(image, 2, {.strides = 1}).to_vector<float>(),
            (std::vector<float>{5, 5, 7, 5}));
  EXPECT_EQ(max_pool(image, 2, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{5, 2, 7, -9}));
  EXPECT_EQ(max_pool(Tensor({{{1}, {3}, {2}}}, int32), 2, {.strides = 1}).to_vector<int>(),
            (std::vector<int>{3, 3}));
}

TEST(AveragePool, CountsTheCellsInside) {
  EXPECT_EQ(average_pool(image, 2).to_vector<float>(), std::vector<float>{3.75});
  EXPECT_EQ(average_pool(image, {2, 3}, {.strides = 1}).to_vector<float>(),
            (std::vector<float>{17.f / 6, -1.f / 6}));
  EXPECT_EQ(average_pool(image, 2, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{3.75, 1, -0.5, -9}));
  EXPECT_EQ(average_pool(Tensor({{{1}, {2}}}, int32), 2).item<float>(), 1.5);
}

TEST(Pool, GivesKerasShapes) {
  EXPECT_EQ(max_pool(Tensor::ones({2, 26, 25, 3}), 2).shape(), (Shape{2, 13, 12, 3}));
  EXPECT_EQ(max_pool(Tensor::ones({2, 26, 25, 3}), {3, 2}, {.padding = "same"}).shape(),
            (Shape{2, 9, 13, 3}));
  EXPECT_EQ(
      average_pool(Tensor::ones({2, 3, 26, 25}), 2, {.data_format = "channels_first"}).shape(),
      (Shape{2, 3, 13, 12}));
  EXPECT_EQ(average_pool(Tensor::ones({2, 9, 3}), 4, {.strides = 2}).shape(), (Shape{2, 3, 3}));
  EXPECT_EQ(max_pool(Tensor::ones({0, 26, 26, 3}), 2).shape(), (Shape{0, 13, 13, 3}));
}

TEST(Pool, RefusesWhatDoesNotFit) {
  EXPECT_THROW(max_pool(Tensor::ones({2, 3}), 2), ShapeError);
  EXPECT_THROW(max_pool(Tensor::ones({2, 3}), 2, {.data_format = "channels_first"}), ShapeError);
  EXPECT_THROW(max_pool(Tensor::ones({2, 3, 3, 1}), 4), ShapeError);
  EXPECT_THROW(average_pool(Tensor::ones({2, 3, 3, 1}), 0), ValueError);
  EXPECT_THROW(average_pool(Tensor::ones({2, 3, 3, 1}), 2, {.padding = "full"}), ValueError);
  EXPECT_THROW(average_pool(Tensor::ones({2, 3, 3, 1}), 2, {.data_format = "channels"}),
               ValueError);
}

TEST(MaxPool, GradientGoesToTheFirstMaximum) {
  GradientTape tape;
  const Tensor y = max_pool(image, 2, {.strides = 1});
  EXPECT_EQ(tape.gradient(y, image).to_vector<float>(),
            (std::vector<float>{0, 2, 0, 0, 1, 0, 1, 0, 0}));
}

TEST(Pool, GradientsAreExact) {
  for (const char* padding : {"valid", "same"}) {
    const PoolOptions options{.strides = 2, .padding = padding};
    const Tensors inputs{numbers({2, 7, 6, 3}, 1)};
    const GradientReport largest =
        check_gradients([&](const Tensors& x) { return max_pool(x[0], 3, options); }, inputs);
    EXPECT_TRUE(largest) << largest.message;
    const GradientReport mean =
        check_gradients([&](const Tensors& x) { return average_pool(x[0], 3, options); }, inputs);
    EXPECT_TRUE(mean) << mean.message;
  }
}

TEST(Pool, SecondDerivativesAreExact) {
  for (const auto pool : {max_pool, average_pool}) {
    const auto gradient = [&](const Tensors& x) {
      GradientTape tape;
      tape.watch(x[0]);
      const Tensor y = pool(x[0] * x[0], 2, {.strides = 1});
      return tape.gradient(y * y, x[0]);
    };
    const GradientReport report = check_gradients(gradient, {numbers({1, 4, 4, 2}, 1)});
    EXPECT_TRUE(report) << report.message;
  }
}

}  // namespace
}  // namespace beras::ops
