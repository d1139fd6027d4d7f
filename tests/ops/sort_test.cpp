#include <beras/ops/sort.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

TEST(Sort, OrdersAlongAnAxis) {
  const Tensor x{{3., 1., 2.}, {0., 5., -1.}};
  EXPECT_EQ(sort(x).to_vector<float>(), (std::vector<float>{1, 2, 3, -1, 0, 5}));
  EXPECT_EQ(sort(x, 0).to_vector<float>(), (std::vector<float>{0, 1, -1, 3, 5, 2}));
  EXPECT_EQ(sort(x, std::nullopt).to_vector<float>(), (std::vector<float>{-1, 0, 1, 2, 3, 5}));
  EXPECT_EQ(argsort(x).to_vector<int>(), (std::vector<int>{1, 2, 0, 2, 0, 1}));
  EXPECT_EQ(argsort(x, 0).to_vector<int>(), (std::vector<int>{1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(argsort(x).dtype(), DType::int32);
  EXPECT_EQ(sort(x.T()).to_vector<float>(), (std::vector<float>{0, 3, 1, 5, -1, 2}));
  EXPECT_EQ(sort(Tensor::zeros({0})).shape(), (Shape{0}));
  EXPECT_THROW(sort(x, 2), IndexError);
}

TEST(Sort, IsStableAndPutsNanLast) {
  EXPECT_EQ(argsort(Tensor{2, 1, 2, 1, 2}).to_vector<int>(), (std::vector<int>{1, 3, 0, 2, 4}));
  const Tensor x(std::vector<float>{NAN, 1, INFINITY, NAN, -1});
  EXPECT_EQ(argsort(x).to_vector<int>(), (std::vector<int>{4, 1, 2, 0, 3}));
}

TEST(Sort, KeepsEveryDtype) {
  for (const DType dtype :
       {DType::float64, DType::float16, DType::bfloat16, DType::int8, DType::uint8, DType::int64}) {
    const Tensor sorted = sort(Tensor({3, 1, 2}, dtype));
    EXPECT_EQ(sorted.dtype(), dtype);
    EXPECT_EQ(sorted.to_vector<int>(), (std::vector<int>{1, 2, 3}));
  }
  EXPECT_EQ(sort(Tensor{true, false, true}).to_vector<int>(), (std::vector<int>{0, 1, 1}));
}

TEST(TopK, GivesTheGreatestFirst) {
  const Tensor x{{3., 1., 3., 2.}, {0., 5., -1., 5.}};
  const auto [values, indices] = top_k(x, 2);
  EXPECT_EQ(values.shape(), (Shape{2, 2}));
  EXPECT_EQ(values.to_vector<float>(), (std::vector<float>{3, 3, 5, 5}));
  EXPECT_EQ(indices.to_vector<int>(), (std::vector<int>{0, 2, 1, 3}));
  EXPECT_EQ(top_k(x, 0).values.shape(), (Shape{2, 0}));
  EXPECT_THROW(top_k(x, 5), ValueError);
  EXPECT_THROW(top_k(x, -1), ValueError);
  EXPECT_THROW(top_k(Tensor(1.), 1), ShapeError);
}

TEST(Sort, GradientsGoBackToTheirPlaces) {
  const Tensor x{{3.2, 1.1, 2.4}, {0.3, 5.6, -1.7}};
  for (const Function& function :
       {Function([](const Tensors& t) { return sort(t[0]); }),
        Function([](const Tensors& t) { return sort(t[0], 0); }),
        Function([](const Tensors& t) { return sort(t[0], std::nullopt); }),
        Function([](const Tensors& t) { return top_k(t[0], 2).values; })}) {
    EXPECT_TRUE(first_derivatives_hold(function, {x}));
    EXPECT_TRUE(second_derivatives_hold(function, {x}));
  }
}

}  // namespace
}  // namespace beras::ops
