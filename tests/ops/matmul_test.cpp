#include <beras/ops/matmul.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/shape.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::ops {
namespace {

using backend::numbers;

GradientReport check(const Tensors& inputs) {
  return check_gradients([](const Tensors& x) { return matmul(x[0], x[1]); }, inputs);
}

template <typename Thrown, typename Body>
std::string message(const Body& body) {
  try {
    body();
  } catch (const Thrown& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Matmul, MultipliesMatricesAndVectors) {
  const Tensor a{{1., 2.}, {3., 4.}};
  const Tensor v{10., 1.};
  EXPECT_EQ(to_string(matmul(a, a)), "[[ 7. 10.]\n [15. 22.]]");
  EXPECT_EQ(to_string(matmul(a, v)), "[12. 34.]");
  EXPECT_EQ(to_string(matmul(v, a)), "[13. 24.]");
  EXPECT_EQ(matmul(v, v).shape(), Shape());
  EXPECT_EQ(matmul(v, v).item<float>(), 101);
  EXPECT_EQ(to_string(a.matmul(a.T())), "[[ 5. 11.]\n [11. 25.]]");
}

TEST(Matmul, BroadcastsBatches) {
  EXPECT_EQ(matmul(Tensor::ones({5, 1, 2, 3}), Tensor::ones({4, 3, 7})).shape(),
            (Shape{5, 4, 2, 7}));
  EXPECT_EQ(matmul(Tensor::ones({3}), Tensor::ones({4, 3, 7})).shape(), (Shape{4, 7}));
  EXPECT_EQ(matmul(Tensor::ones({4, 2, 3}), Tensor::ones({3})).shape(), (Shape{4, 2}));
  const Tensor x = matmul(Tensor({{{1.}}, {{2.}}}), Tensor{{5., 6.}});
  EXPECT_EQ(to_string(x), "[[[ 5.  6.]]\n\n [[10. 12.]]]");
}

TEST(Matmul, PromotesAsKerasDoes) {
  EXPECT_EQ(matmul(Tensor::ones({2, 2}, int8), Tensor::ones({2, 2}, int8)).dtype(), int32);
  EXPECT_EQ(matmul(Tensor::ones({2, 2}, int32), Tensor::ones({2, 2})).dtype(), float32);
  EXPECT_EQ(matmul(Tensor::ones({2, 2}, float64), Tensor::ones({2, 2})).dtype(), float64);
}

TEST(Matmul, SumsOfNothingAreZero) {
  EXPECT_EQ(to_string(matmul(Tensor::empty({2, 0}), Tensor::empty({0, 1}))), "[[0.]\n [0.]]");
  EXPECT_EQ(matmul(Tensor::empty({0, 3}), Tensor::empty({3, 2})).shape(), (Shape{0, 2}));
}

TEST(Matmul, NamesBothShapes) {
  EXPECT_EQ(message<ShapeError>([] {
              matmul(Tensor::ones({2, 3}), Tensor::ones({4, 2}));
            }),
            "[matmul] expected the last axis of x1 to be as long as the last but one of x2. "
            "Received: inputs of shapes (2, 3) and (4, 2).");
  EXPECT_THROW(matmul(Tensor(1.), Tensor::ones({2, 3})), ShapeError);
  EXPECT_THROW(matmul(Tensor::ones({2, 2, 3}), Tensor::ones({3, 3, 2})), ShapeError);
}

TEST(Matmul, GradientIsExact) {
  EXPECT_TRUE(check({numbers({3, 4}, 1), numbers({4, 2}, 2)}))
      << check({numbers({3, 4}, 1), numbers({4, 2}, 2)}).message;
  for (const auto& [a, b] : std::vector<std::pair<Shape, Shape>>{{{4}, {4}},
                                                                 {{4}, {4, 3}},
                                                                 {{2, 4}, {4}},
                                                                 {{2, 3, 4}, {4, 5}},
                                                                 {{2, 3, 4}, {2, 4, 5}},
                                                                 {{3, 4}, {2, 4, 5}},
                                                                 {{2, 1, 3, 4}, {3, 4, 2}}}) {
    const GradientReport report = check({numbers(a, 1), numbers(b, 2)});
    EXPECT_TRUE(report) << to_string(a) << to_string(b) << report.message;
  }
}

TEST(Matmul, SecondDerivativeIsExact) {
  // f(a) = sum((a @ a)^2): its Hessian by central differences of the gradient.
  const auto gradient = [](const Tensors& x) {
    GradientTape tape;
    tape.watch(x[0]);
    const Tensor square = matmul(x[0], x[0]);
    return tape.gradient(square * square, x[0]);
  };
  const GradientReport report = check_gradients(gradient, {numbers({3, 3}, 5)});
  EXPECT_TRUE(report) << report.message;
}

TEST(Matmul, ComputesOnlyWantedGradients) {
  Tensor a = Tensor::ones({2, 3});
  const Tensor b = Tensor::ones({3, 2});
  a.trainable(false);
  GradientTape tape;
  const Tensor y = matmul(a, b);
  const Tensors gradients = tape.gradient(y, {b, a});
  EXPECT_EQ(to_string(gradients[0]), "[[2. 2.]\n [2. 2.]\n [2. 2.]]");
  EXPECT_FALSE(gradients[1].defined());
}

}  // namespace
}  // namespace beras::ops
