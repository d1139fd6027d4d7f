#include <beras/ops/multiply_add.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/operators.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

TEST(MultiplyAdd, IsProductAndSum) {
  const Tensor column{{1.}, {2.}}, row{3., -4.};
  const Tensor y = multiply_add(column, row, 0.5);
  EXPECT_EQ(y.shape(), (Shape{2, 2}));
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{3.5, -3.5, 6.5, -7.5}));
  EXPECT_EQ(multiply_add(row, 2, row).to_vector<float>(), (std::vector<float>{9, -12}));
  EXPECT_THROW(multiply_add(row, row, Tensor{1., 2., 3.}), ShapeError);
}

TEST(MultiplyAdd, Promotes) {
  const Tensor whole = multiply_add(Tensor{1, 2}, Tensor{3, 4}, 5);
  EXPECT_EQ(whole.dtype(), DType::int32);
  EXPECT_EQ(whole.to_vector<int>(), (std::vector<int>{8, 13}));
  EXPECT_EQ(multiply_add(Tensor{1, 2}, Tensor{3, 4}, Tensor{0.5, 1.}).dtype(), DType::float32);
  const Tensor exact({0.25, 4.}, DType::float64);
  EXPECT_EQ(multiply_add(Tensor{1, 2}, exact, 0.1).to_vector<double>(),
            (Tensor{1, 2} * exact + 0.1).to_vector<double>());
}

TEST(MultiplyAdd, HasGradients) {
  const Function function = [](const Tensors& x) { return multiply_add(x[0], x[1], x[2]); };
  const Tensor matrix{{1.5, -0.5}, {0.3, 2.}}, row{0.7, -1.2}, column{{0.4}, {-3.}};
  EXPECT_TRUE(first_derivatives_hold(function, {matrix, row, column}));
  EXPECT_TRUE(first_derivatives_hold(function, {row, column, matrix}));
  EXPECT_TRUE(second_derivatives_hold(function, {column, matrix, row}));
}

}  // namespace
}  // namespace beras::ops
