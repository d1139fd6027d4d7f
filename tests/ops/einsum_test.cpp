#include <beras/ops/einsum.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::numbers;

const Tensor a = Tensor({{1, 2, 3}, {4, 5, 6}}, float32);
const Tensor b = Tensor({{1, 0}, {2, 1}, {0, -1}}, float32);
const Tensor square = Tensor({{1, 2}, {3, 4}}, float32);

std::string result(const char* subscripts, const Tensors& operands) {
  return to_string(einsum(subscripts, operands));
}

TEST(Einsum, MultipliesMatrices) {
  EXPECT_EQ(result("ij,jk->ik", {a, b}), "[[ 5. -1.]\n [14. -1.]]");
  EXPECT_EQ(result(" ij , jk ", {a, b}), "[[ 5. -1.]\n [14. -1.]]");
  EXPECT_EQ(result("ij,jk->ki", {a, b}), "[[ 5. 14.]\n [-1. -1.]]");
  EXPECT_EQ(result("ij,kj,kl->il", {a, a, square}), "[[110. 156.]\n [263. 372.]]");
}

TEST(Einsum, SumsAndTransposes) {
  EXPECT_EQ(result("ji", {a}), "[[1. 4.]\n [2. 5.]\n [3. 6.]]");
  EXPECT_EQ(result("ij->j", {a}), "[5. 7. 9.]");
  EXPECT_EQ(result("ij->", {a}), "21.0");
  EXPECT_EQ(result("ii", {square}), "5.0");
  EXPECT_EQ(result("ii->i", {square}), "[1. 4.]");
  EXPECT_EQ(result("ij,ij->", {a, a}), "91.0");
  EXPECT_EQ(result("ij,ij->ij", {square, square}), "[[ 1.  4.]\n [ 9. 16.]]");
  EXPECT_EQ(result("i,j->ji", {Tensor{1., 2.}, Tensor{3., 4.}}), "[[3. 6.]\n [4. 8.]]");
  EXPECT_EQ(result(",i->i", {Tensor(2.), Tensor{3., 4.}}), "[6. 8.]");
  EXPECT_EQ(result("iij->ji", {Tensor({{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, float32)}),
            "[[1. 7.]\n [2. 8.]]");
}

TEST(Einsum, BroadcastsTheEllipsis) {
  const auto shape = [](const char* subscripts, const Shape& x, const Shape& y) {
    return einsum(subscripts, {Tensor::ones(x), Tensor::ones(y)}).shape();
  };
  EXPECT_EQ(shape("...ij,...jk->...ik", {5, 1, 2, 3}, {4, 3, 6}), (Shape{5, 4, 2, 6}));
  EXPECT_EQ(shape("...ij,jk", {5, 2, 3}, {3, 6}), (Shape{5, 2, 6}));
  EXPECT_EQ(shape("i...,i...->...", {3, 7, 2}, {3, 2}), (Shape{7, 2}));
}

TEST(Einsum, BroadcastsAxesOfLengthOne) {
  EXPECT_EQ(result("ij,ij->ij", {Tensor({{1, 2}}, float32), square}), "[[1. 4.]\n [3. 8.]]");
  EXPECT_EQ(result("ij,ij->j", {Tensor({{1, 2}}, float32), square}), "[ 4. 12.]");
}

TEST(Einsum, SumsOfNothingAreZero) {
  EXPECT_EQ(result("ij,jk->ik", {Tensor::empty({1, 0}), Tensor::empty({0, 2})}), "[[0. 0.]]");
}

TEST(Einsum, RefusesWhatItCannotRead) {
  for (const char* subscripts : {"ij", "ij,jk->iz", "ij,jk->ii", "ij,j1->i", "ij,jkl->i",
                                 "ij,j->k->i", "i..j,jk->k", "......ij,jk->k"}) {
    EXPECT_THROW(einsum(subscripts, {a, b}), ValueError) << subscripts;
  }
  EXPECT_THROW(einsum("ij,ij->i", {a, b}), ShapeError);
  EXPECT_THROW(einsum("ii", {a}), ShapeError);
  EXPECT_THROW(einsum("", {}), ValueError);
}

TEST(Einsum, GradientIsExact) {
  const auto check = [](const char* subscripts, const std::vector<Shape>& shapes) {
    Tensors inputs;
    for (const Shape& shape : shapes)
      inputs.push_back(numbers(shape, static_cast<std::uint32_t>(inputs.size()) + 1));
    const GradientReport report =
        check_gradients([&](const Tensors& x) { return einsum(subscripts, x); }, inputs);
    EXPECT_TRUE(report) << subscripts << ": " << report.message;
  };
  check("bij,bjk->bik", {{2, 3, 4}, {2, 4, 2}});
  check("ii->i", {{3, 3}});
  check("ij,jk,kl->li", {{2, 3}, {3, 2}, {2, 2}});
  check("...i,ij->...j", {{2, 2, 3}, {3, 2}});
  check("ij,ik,i->jk", {{3, 2}, {3, 4}, {3}});
}

}  // namespace
}  // namespace beras::ops
