#include <beras/ops/scan.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/ops/reduce.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

TEST(Scan, RunsAlongAnAxis) {
  const Tensor x{{1., 2., 3.}, {4., 5., 6.}};
  EXPECT_EQ(cumsum(x, 1).to_vector<float>(), (std::vector<float>{1, 3, 6, 4, 9, 15}));
  EXPECT_EQ(cumsum(x, 0).to_vector<float>(), (std::vector<float>{1, 2, 3, 5, 7, 9}));
  EXPECT_EQ(cumprod(x, -1).to_vector<float>(), (std::vector<float>{1, 2, 6, 4, 20, 120}));
  EXPECT_EQ(cumsum(x).shape(), (Shape{6}));
  EXPECT_EQ(cumsum(x).to_vector<float>().back(), 21);
  EXPECT_EQ(cumsum(Tensor::zeros({2, 0}), 1).shape(), (Shape{2, 0}));
  EXPECT_EQ(cumsum(Tensor::zeros({0, 2}), 1).shape(), (Shape{0, 2}));
  EXPECT_EQ(cumsum(Tensor(3.)).to_vector<float>(), (std::vector<float>{3}));
  EXPECT_THROW(cumsum(x, 2), IndexError);
}

TEST(Scan, ChoosesDtypesAsSums) {
  EXPECT_EQ(cumsum(Tensor{true, true, false}, 0).to_vector<int>(), (std::vector<int>{1, 2, 2}));
  EXPECT_EQ(cumsum(Tensor{true}).dtype(), DType::int32);
  EXPECT_EQ(cumprod(Tensor({200, 2}, DType::uint8)).to_vector<int>(), (std::vector<int>{200, 400}));
  EXPECT_EQ(cumsum(Tensor({1, 2}, DType::int64)).dtype(), DType::int64);
  EXPECT_EQ(cumsum(Tensor::full({1000}, 0.1, DType::bfloat16)).dtype(), DType::bfloat16);
}

TEST(Scan, HasTrueDerivatives) {
  const Tensor x{{1.2, -0.7, 0.4, 2.1}, {0.3, 0.9, -1.6, 0.8}};
  for (const int axis : {0, 1}) {
    const Function sums = [axis](const Tensors& t) { return cumsum(t[0], axis); };
    const Function products = [axis](const Tensors& t) { return cumprod(t[0], axis); };
    EXPECT_TRUE(first_derivatives_hold(sums, {x}));
    EXPECT_TRUE(first_derivatives_hold(products, {x}));
    EXPECT_TRUE(second_derivatives_hold(sums, {x}));
    EXPECT_TRUE(second_derivatives_hold(products, {x}));
  }
}

TEST(Scan, ProductsHaveDerivativesOfAnyOrderAtZero) {
  const Tensor x{{0.5, 0., 2., 0., 3.}, {0., 1.5, -1., 2., 0.7}};
  for (const Function& function :
       {Function([](const Tensors& t) { return cumprod(t[0], 1); }),
        Function([](const Tensors& t) { return prod(t[0], 1); }),
        Function([](const Tensors& t) { return prod(t[0], 0, true); })}) {
    EXPECT_TRUE(first_derivatives_hold(function, {x}));
    EXPECT_TRUE(second_derivatives_hold(function, {x}));
  }
}

}  // namespace
}  // namespace beras::ops
