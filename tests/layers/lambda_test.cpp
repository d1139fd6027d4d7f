#include <beras/layers/lambda.h>

#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/graph.h>
#include <beras/layers/input.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::layers {
namespace {

TEST(Lambda, ComputesItsFunction) {
  const Lambda doubled([](const Tensor& x) { return x * 2.0; });
  EXPECT_EQ(doubled(Tensor{{1., 2.}}).to_vector<float>(), (std::vector<float>{2, 4}));
  const Lambda product([](const Tensors& x) { return Tensors{x[0] * x[1], x[0] + x[1]}; });
  const Tensors outputs = product.apply({Tensor{{2.}}, Tensor{{3.}}});
  EXPECT_EQ(outputs[0].item<float>(), 6);
  EXPECT_EQ(outputs[1].item<float>(), 5);
}

TEST(Lambda, HasTheGradientOfItsFunction) {
  Lambda lambda([](const Tensor& x) { return ops::exp(x) * x; });
  const GradientReport report = check_gradients(lambda, {Tensor{{0.5, -1.}}});
  EXPECT_TRUE(report.ok) << report.message;
}

TEST(Lambda, KnowsItsShape) {
  const Lambda sum([](const Tensor& x) { return x.sum({-1}); });
  EXPECT_EQ(to_string(sum.compute_output_shape({-1, 3, 4})), "(-1, 3)");
}

TEST(Lambda, IsKeptByGraphsOfTemporaries) {
  const Tensor x = Input({2});
  const Tensor y = Lambda([](const Tensor& t) { return t * 2.0; })(x);
  EXPECT_EQ(to_string(y.shape()), "(-1, 2)");
  EXPECT_EQ(Graph({x}, {y}).run({Tensor{{1., 2.}}})[0].to_vector<float>(),
            (std::vector<float>{2, 4}));
}

TEST(Lambda, RefusesWhatItCannotDo) {
  EXPECT_THROW(Lambda{Lambda::Function()}, ValueError);
  const Lambda one([](const Tensor& x) { return x; });
  EXPECT_THROW(one.apply({Tensor{{1.}}, Tensor{{1.}}}), ValueError);
  EXPECT_THROW(one.get_config(), ValueError);
}

}  // namespace
}  // namespace beras::layers
