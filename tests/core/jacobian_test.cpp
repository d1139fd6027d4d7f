#include <beras/core/jacobian.h>

#include <gtest/gtest.h>

#include <beras/base/error.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::values_of;

TEST(Jacobian, ElementwiseMultiplies) {
  const auto jacobian = Jacobian::elementwise(Tensor{{2., 3.}, {4., 5.}});
  EXPECT_EQ(values_of(jacobian.compose(Tensor{{1., 10.}, {100., 1000.}}, {2, 2})),
            (std::vector<double>{2, 30, 400, 5000}));
}

TEST(Jacobian, SharedIsOneMatrixForAllSamples) {
  const auto jacobian = Jacobian::shared(Tensor{{1., 2.}, {3., 4.}, {5., 6.}});  // (in 3, out 2)
  EXPECT_EQ(values_of(jacobian.compose(Tensor{{1., 0.}, {0., 1.}}, {2, 3})),
            (std::vector<double>{1, 3, 5, 2, 4, 6}));
}

TEST(Jacobian, PerSampleHasAMatrixForEach) {
  const auto jacobian = Jacobian::per_sample(Tensor{{{1., 2.}, {3., 4.}}, {{0., 1.}, {1., 0.}}});
  EXPECT_EQ(values_of(jacobian.compose(Tensor{{1., 1.}, {5., 7.}}, {2, 2})),
            (std::vector<double>{3, 7, 7, 5}));
}

TEST(Jacobian, WeightSumsOverTheBatch) {
  const auto jacobian = Jacobian::weight(Tensor{{{1.}, {2.}}, {{3.}, {4.}}});  // (batch, in, 1)
  EXPECT_EQ(values_of(jacobian.compose(Tensor{{1., 10., 100.}, {2., 20., 200.}}, {2, 3})),
            (std::vector<double>{7, 70, 700, 10, 100, 1000}));
  const auto bias = Jacobian::weight(Tensor{{1., 1., 1.}});
  EXPECT_EQ(values_of(bias.compose(Tensor{{1., 10., 100.}, {2., 20., 200.}}, {1, 3})),
            (std::vector<double>{3, 30, 300}));
}

TEST(Jacobian, ZeroGivesZerosAndFullGivesEverything) {
  EXPECT_EQ(values_of(Jacobian::zero().compose(Tensor{1.}, {2})), (std::vector<double>{0, 0}));
  const auto full = Jacobian::full(Tensor{{1., 2., 3.}, {4., 5., 6.}});
  EXPECT_EQ(values_of(full.compose(Tensor{1., 10.}, {3})), (std::vector<double>{41, 52, 63}));
}

TEST(Jacobian, DenseShowsEveryDerivative) {
  const Tensor dense = Jacobian::elementwise(Tensor{2., 3.}).dense({2}, {2});
  EXPECT_EQ(dense.shape(), (Shape{2, 2}));
  EXPECT_EQ(values_of(dense), (std::vector<double>{2, 0, 0, 3}));
}

TEST(Jacobian, PlainArraysKeepTheSeedsConvention) {
  EXPECT_EQ(Jacobian::from_array(Tensor::zeros({2, 3, 4})).structure(),
            Jacobian::Structure::per_sample);
  EXPECT_EQ(Jacobian::from_array(Tensor::zeros({3, 4})).structure(), Jacobian::Structure::shared);
}

TEST(Jacobian, AMismatchNamesBothShapes) {
  try {
    Jacobian::shared(Tensor::zeros({3, 2})).compose(Tensor::zeros({4, 5}), {4, 3});
    FAIL();
  } catch (const ShapeError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("(4, 5)"), std::string::npos) << message;
    EXPECT_NE(message.find("shared of shape (3, 2)"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace beras
