#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/initializers/constant.h>
#include <beras/initializers/variance_scaling.h>
#include <beras/layers/dense.h>
#include <beras/layers/leaky_relu.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Dense, AgreesWithKeras) {
  Dense with_relu(3, {.activation = "relu"}), without_bias(2, {.use_bias = false});
  golden::expect_case(with_relu, "dense");
  golden::expect_case(without_bias, "dense_rank_3_without_bias");
}

TEST(Dense, HasKerasInitializers) {
  Dense layer(500);
  layer.build({-1, 300});
  EXPECT_EQ(layer.bias().to_vector<float>(), std::vector<float>(500, 0));
  const auto kernel = layer.kernel().to_vector<float>();
  const float limit = std::sqrt(6.f / 800);
  EXPECT_NEAR(*std::max_element(kernel.begin(), kernel.end()), limit, 1e-4);
  EXPECT_LE(*std::max_element(kernel.begin(), kernel.end()), limit);
}

TEST(Dense, TakesOptionsByNameAndAsObjects) {
  Dense layer(2, {.activation = activations::relu,
                  .kernel_initializer = initializers::Constant(-1),
                  .bias_initializer = "ones",
                  .name = "head"});
  EXPECT_EQ(layer(Tensor{{1., 2.}, {-3., 1.}}).to_vector<float>(),
            (std::vector<float>{0, 0, 3, 3}));
  EXPECT_EQ(layer.name(), "head");
  Dense leaky(1, {.activation = LeakyReLU(0.5), .kernel_initializer = "ones"});
  EXPECT_EQ(leaky(Tensor{{-4.}}).item<float>(), -2);
}

TEST(Dense, ItsSeedDecidesItsKernel) {
  Dense a(3, {.kernel_initializer = initializers::GlorotUniform({.seed = 7})});
  Dense b(3, {.kernel_initializer = initializers::GlorotUniform({.seed = 7})}), c(3), d(3);
  for (Dense* layer : {&a, &b, &c, &d}) layer->build({-1, 4});
  EXPECT_EQ(a.kernel().to_vector<float>(), b.kernel().to_vector<float>());
  EXPECT_NE(c.kernel().to_vector<float>(), d.kernel().to_vector<float>());
}

TEST(Dense, IntegersAreComputedInItsDtype) {
  Dense layer(1, {.kernel_initializer = "ones"});
  const Tensor y = layer(Tensor{{1, 2}});
  EXPECT_EQ(y.dtype(), DType::float32);
  EXPECT_EQ(y.item<float>(), 3);
}

TEST(Dense, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Dense(0), ValueError);
  Dense layer(3);
  EXPECT_THROW(layer(Tensor{1., 2.}), ShapeError);
  EXPECT_THROW(layer.build({32, -1}), ShapeError);
  EXPECT_FALSE(layer.built());
  layer.build({-1, 784});
  try {
    layer(Tensor::zeros({32, 10}));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[Dense] expected last axis 784. Received: input of shape (32, 10).");
  }
  EXPECT_THROW(layer.compute_output_shape({-1, 10}), ShapeError);
}

}  // namespace
}  // namespace beras::layers
