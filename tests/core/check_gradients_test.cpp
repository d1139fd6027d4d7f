#include <beras/core/check_gradients.h>

#include <gtest/gtest.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::SeedDense;
using testing::values_of;

TEST(CheckGradients, NamesTheEntryTheValuesAndTheRule) {
  struct Wrong : Diffable {
    Tensor call(const Tensor& x) const override { return x * x; }
    Jacobians get_input_gradients() const override {
      return {Jacobian::elementwise(3 * inputs()[0])};
    }
  };
  const GradientReport report = check_gradients(Wrong(), {Tensor{1., 2.}});
  EXPECT_FALSE(report.ok);
  for (const char* part : {"Wrong", "input 0", "element", "stated", "central difference"}) {
    EXPECT_NE(report.message.find(part), std::string::npos) << report.message;
  }
}

TEST(CheckGradients, FindsAWrongWeightGradient) {
  struct Wrong : SeedDense {
    using SeedDense::SeedDense;
    Jacobians get_weight_gradients() const override {
      Jacobians right = SeedDense::get_weight_gradients();
      return {Jacobian::weight(right[0].values() * 1.01), right[1]};
    }
  };
  const GradientReport report = check_gradients(Wrong(2, 2), {Tensor{{1., 2.}, {3., 4.}}});
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.message.find("weight \"w\""), std::string::npos) << report.message;
}

TEST(CheckGradients, FindsAnExplicitJacobianThatContradictsTheProduct) {
  struct Torn : Diffable {
    Tensor call(const Tensor& x) const override { return x * x; }
    Tensors compose_input_gradients(const Tensors& J) const override {
      return {2 * inputs()[0] * J[0]};
    }
    Jacobians get_input_gradients() const override { return {Jacobian::elementwise(inputs()[0])}; }
  };
  const GradientReport report = check_gradients(Torn(), {Tensor{1., 2.}});
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.message.find("get_input_gradients"), std::string::npos) << report.message;
}

TEST(CheckGradients, NotANumberFails) {
  const auto root = [](const Tensors& x) { return x[0] / (x[0] - x[0]); };
  EXPECT_FALSE(check_gradients(root, {Tensor{1.}}).ok);
}

TEST(CheckGradients, GivesTheWeightsBackAsTheyWere) {
  const SeedDense dense(2, 2);
  const std::vector<double> before = values_of(dense.w);
  const std::uint64_t id = dense.w.id();
  EXPECT_TRUE(check_gradients(dense, {Tensor{{1., 2.}}}).ok);
  EXPECT_EQ(dense.w.dtype(), DType::float32);
  EXPECT_EQ(values_of(dense.w), before);
  EXPECT_EQ(dense.w.id(), id);
  EXPECT_TRUE(dense.w.trainable());
}

TEST(CheckGradients, ChecksPlainFunctions) {
  EXPECT_TRUE(check_gradients([](const Tensors& t) { return t[0] * t[1].sum(); },
                              {Tensor{1., 2.}, Tensor{3., 4., 5.}})
                  .ok);
}

}  // namespace
}  // namespace beras
